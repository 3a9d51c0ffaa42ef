"""Attacks on cases: by an ex-partner, a colleague, a volunteer, somebody who left, a partner organisation, a resident."""
