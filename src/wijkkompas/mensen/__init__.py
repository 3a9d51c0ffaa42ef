"""People and places: accounts, organisations (the only table of them), teams, roles, areas."""
