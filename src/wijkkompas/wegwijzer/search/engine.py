"""placeholder"""

from wijkkompas.wegwijzer.search.values import Document, Need


def need_texts(need: Need) -> list[str]:
    """The texts that stand for a need itself: name with description, and the name in every other language."""
    own = f"{need.labels.get('nl', need.code)}. {need.description}"
    return [own, *(text for lang, text in sorted(need.labels.items()) if lang != "nl" and text)]


def document_text(document: Document) -> str:
    """The text that stands for a service."""
    return f"{document.name}: {document.text}"
