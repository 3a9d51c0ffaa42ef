"""Room E, the neighbourhood team: people, cases, plans, and who may see them because of what (docs/explanation/wijkteam.md)."""
