"""The languages of the interface."""

LANGUAGES = (
    ("nl", "Nederlands"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("pl", "Polski"),
    ("ar", "العربية"),
    ("uk", "Українська"),
)
CODES = tuple(code for code, _name in LANGUAGES)
NAMES = dict(LANGUAGES)
