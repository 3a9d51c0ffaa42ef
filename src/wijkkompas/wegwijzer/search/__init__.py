"""The search engine: a question in a resident's own words, to needs, to help nearby. Pure Python and numpy."""
