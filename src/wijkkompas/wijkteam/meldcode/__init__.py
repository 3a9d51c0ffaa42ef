"""The five steps of the Meldcode in their closed partition (E10): nothing of it shows to who does not work on it."""
