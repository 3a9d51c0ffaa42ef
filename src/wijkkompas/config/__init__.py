"""The roof: settings, addresses, wiring, the command line. May import every room; no room imports it."""
