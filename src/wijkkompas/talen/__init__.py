"""Languages: today the list of interface languages; translations of public texts follow (issue 2 of the plan)."""
