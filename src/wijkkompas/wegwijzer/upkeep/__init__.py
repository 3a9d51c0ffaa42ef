"""Upkeep: every record is looked at again in time, and lives from draft to closed with a history.

`rules` decides (terms, states, what residents see), `facts` reads what the rules need from a record, `actions` are the
deeds (mark_checked, publish, pause, close), `asking` mails organisations and takes their answer, `queries` are the lists,
`numbers` does the same for the numbers of the crisis cards.
Sources: Leiden 3.1 (2014), "bij te houden"; research note hsds.md 6.5.
"""
