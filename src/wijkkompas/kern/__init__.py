"""What every room stands on: clock, access, events, panels, paper. No tables of its own."""
