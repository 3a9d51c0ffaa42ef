"""Keys and access lines: whoever opens what a resident wrote leaves a line that the resident can read."""
