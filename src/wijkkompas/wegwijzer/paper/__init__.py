"""Paper for residents: a leaflet of one A4 from a list that somebody made, and the wijkgids of an area."""
