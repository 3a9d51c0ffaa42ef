"""Records that appear twice: finding them in the database, a queue for people, one deed that merges, one that undoes it.

- `entries`: what stands here, as the finder (`wegwijzer.duplicates`) wants it; `queue`: pairs to look at;
- `parts`: the fields and rows of a record among which a person chooses; `links`: what points at a record;
- `rules`: who may merge and until when it can be undone; `deeds`: merge, undo, "not the same"; `reading`: for pages.
How and why: docs/decisions/0019.
"""
