"""XLIFF 1.2 (OASIS, 1 February 2008): one `file`, one `trans-unit` a text, its state in the words of the standard.

Read with expat as it comes, so that each line has its number and a file with a DOCTYPE is refused before anything in
it is worked out: XLIFF needs none, and entities are how a small file becomes a large one.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from wijkkompas import __version__
from wijkkompas.talen.exchange.lines import Entry, Line, Unreadable
from wijkkompas.talen.values import SOURCE, State

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_DONE = frozenset({"translated", "final", "signed-off"})
_STATES = {State.CHECKED: "translated", State.APPROVED: "final"}
_NOT_DONE = "needs-review-translation"


def write(lines: Sequence[Line], language: str) -> bytes:
    """The file. A machine's text is `needs-review-translation` with `leveraged-mt`, so that tools show it as such."""
    units = "".join(_unit(line, language) for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="{NAMESPACE}" version="1.2">\n'
        f'<file original="wijkkompas" source-language="{SOURCE}" target-language="{language}" datatype="plaintext"'
        ' tool-id="wijkkompas">\n'
        f'<header><tool tool-id="wijkkompas" tool-name="Wijkkompas" tool-version={quoteattr(__version__)}/></header>\n'
        f"<body>\n{units}</body>\n</file>\n</xliff>\n"
    ).encode()


def _unit(line: Line, language: str) -> str:
    state = _NOT_DONE if line.doubted else _STATES.get(line.state, _NOT_DONE)
    approved = "yes" if state == "final" else "no"
    by_machine = ' state-qualifier="leveraged-mt"' if line.state == State.MACHINE else ""
    target = (
        f'<target xml:lang="{language}" state="{state}"{by_machine}>{escape(line.text)}</target>\n' if line.text else ""
    )
    earlier = f'<note from="wijkkompas">Het Nederlands was: {escape(line.earlier_dutch)}</note>\n'
    said = "doubted" if line.doubted else line.state
    return (
        f'<trans-unit id={quoteattr(str(line.key))} approved="{approved}" xml:space="preserve">\n'
        f'<source xml:lang="{SOURCE}">{escape(line.dutch)}</source>\n{target}'
        '<context-group purpose="information">'
        f'<context context-type="x-title">{escape(line.title)}</context>'
        f'<context context-type="x-state">{said}</context>'
        f'<context context-type="x-version">{line.version}</context></context-group>\n'
        f"{earlier if line.earlier_dutch else ''}</trans-unit>\n"
    )


def read(content: bytes) -> tuple[str, list[Entry]]:
    """The language and the texts of a file; raises `Unreadable`."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable(f"this is no well-formed XML: {error}") from error
    except (ValueError, LookupError) as error:
        raise Unreadable(f"this XML cannot be read: {error}") from error
    if not reader.seen:
        raise Unreadable("this is XML, but not XLIFF 1.2: export the file as XLIFF 1.2")
    if len(reader.languages) != 1:
        raise Unreadable("a file holds one language: its target-language is missing or there are several")
    return reader.languages.pop(), reader.entries


class _Reader:
    """What expat tells, gathered into entries."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.languages: set[str] = set()
        self.seen = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.path: list[str] = []
        self.unit: dict[str, str] = {}
        self.into = ""

    def _doctype(self, *_: object) -> None:
        raise Unreadable("this file has a DOCTYPE; XLIFF needs none, and such files are refused")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        tag = tag if space == NAMESPACE else ""
        self.path.append(tag)
        parent = self.path[-2] if len(self.path) > 1 else ""
        if tag == "xliff":
            if attributes.get("version") != "1.2":
                raise Unreadable("this is another version of XLIFF: export the file as XLIFF 1.2")
            self.seen = True
        elif tag == "file":
            self.languages.add(attributes.get("target-language", "").replace("_", "-").split("-")[0].lower())
        elif tag == "trans-unit":
            self.unit = {"id": attributes.get("id", ""), "approved": attributes.get("approved", "")}
            self.unit["line"] = str(self.parser.CurrentLineNumber)
        elif parent == "trans-unit" and tag in {"source", "target"}:
            self.into = tag
            self.unit.setdefault(tag, "")
            if tag == "target":
                self.unit["state"] = attributes.get("state", "")
        elif tag == "context" and attributes.get("context-type") == "x-version" and "alt-trans" not in self.path:
            self.into = "version"
            self.unit["version"] = ""

    def _characters(self, text: str) -> None:
        if self.into:
            self.unit[self.into] += text

    def _end(self, name: str) -> None:
        tag = self.path.pop()
        if tag in {"source", "target", "context"} and self.path and self.path[-1] in {"trans-unit", "context-group"}:
            self.into = ""
        elif tag == "trans-unit":
            self.entries.append(_entry(self.unit))


def _entry(unit: dict[str, str]) -> Entry:
    state, version = unit.get("state", ""), unit.get("version", "")
    done = True if unit["approved"] == "yes" or state in _DONE else False if state else None
    return Entry(
        line=int(unit["line"]),
        key=unit["id"],
        dutch=unit.get("source", ""),
        text=unit.get("target", ""),
        done=done,
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
    )
