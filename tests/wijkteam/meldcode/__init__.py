"""The Meldcode in its closed partition."""
