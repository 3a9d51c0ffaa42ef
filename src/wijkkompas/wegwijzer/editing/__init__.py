"""Organisations' own door: they change what stands in the guide about them.

`rules` decides (what waits, what clashes, what may be undone, whether hours can be), `record` reads a record as parts and
puts parts on it, `actions` are the deeds (save, add, approve, send back, undo), `claims` how somebody becomes editor,
`vacancies` for what volunteers are asked, `plainly` how hard a text reads. Why so: docs/decisions/0020.
"""
