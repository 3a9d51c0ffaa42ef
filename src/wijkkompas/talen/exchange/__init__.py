"""Translations to and from other tools (Weblate, Poedit, a translation office): XLIFF 1.2 and PO.

`lines` says what goes out, `xliff` and `po` write and read it, `importing` takes it in again.
"""
