"""Translations through the files of other tools: nothing changes on the way, nothing hostile comes in."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.talen import people
from tests.talen.people import DUTCH, TURKISH
from wijkkompas.kern import clock
from wijkkompas.kern.access import acting_as
from wijkkompas.talen import actions
from wijkkompas.talen.exchange import importing, po, xliff
from wijkkompas.talen.exchange.lines import Line, Unreadable, lines_of
from wijkkompas.talen.models import Step, Translation
from wijkkompas.talen.rules import source_hash, tidy
from wijkkompas.talen.values import OTHERS, Key, State

NASTY = st.one_of(
    st.text(),
    st.text(alphabet="\"'\\<>&]%{}\n\r\t #:~|u0a\u200e\u200f\u2067\u2069\u0000\u2028😀👩‍👩‍👧é\ufeff", max_size=40),
    st.sampled_from(
        ["]]>", "<!--", "&amp;", 'msgid "x"', "#~ msgid", "\\n", '"', "\\", "--&gt;", "مرحبا \u200e112\u200e"]
    ),
).map(tidy)
KEYS = st.builds(Key, *[st.from_regex(r"[a-z0-9_-]{1,12}", fullmatch=True)] * 3)
LINES = st.builds(
    Line,
    key=KEYS,
    dutch=NASTY.filter(bool),
    text=NASTY,
    state=st.sampled_from([State.MACHINE, State.CHECKED, State.APPROVED, State.STALE]),
    doubted=st.booleans(),
    version=st.integers(0, 10**8),
    earlier_dutch=NASTY,
    title=NASTY.map(lambda text: " ".join(text.split())),
)


def key_of_line(line: Line) -> Key:
    return line.key


@pytest.mark.parametrize("form", [xliff, po], ids=["xliff", "po"])
@given(lines=st.lists(LINES, unique_by=key_of_line, max_size=6), language=st.sampled_from(OTHERS))
def test_every_text_comes_back_as_it_went_out(form, lines, language):
    lines = [replace(line, state=line.state if line.text else State.MISSING) for line in lines]
    if not lines and form is po:
        return
    read_language, entries = importing.parse(form.write(lines, language))
    assert read_language == language
    assert [(e.key, e.dutch, e.text, e.version) for e in entries] == [
        (str(line.key), line.dutch, line.text, line.version) for line in lines
    ]
    finished = [e.done for e in entries if e.text]
    wanted = [line.state in {State.CHECKED, State.APPROVED} and not line.doubted for line in lines if line.text]
    assert finished == wanted


LINE = Line(Key("service", "a", "name"), 'Hulp & "post"', "Yardım", State.MACHINE, False, 3, "", "Hulp")


def test_xliff_is_what_the_standard_says():
    content = xliff.write(
        [LINE, replace(LINE, state=State.APPROVED), replace(LINE, text="", state=State.MISSING)], "tr"
    )
    root = ET.fromstring(content)
    x = "{urn:oasis:names:tc:xliff:document:1.2}"
    assert (root.tag, root.attrib) == (f"{x}xliff", {"version": "1.2"})
    [file] = root
    assert {name: file.get(name) for name in ("original", "source-language", "target-language", "datatype")} == {
        "original": "wijkkompas",
        "source-language": "nl",
        "target-language": "tr",
        "datatype": "plaintext",
    }
    assert [part.tag for part in file] == [f"{x}header", f"{x}body"]
    units = file.findall(f"{x}body/{x}trans-unit")
    assert [[part.tag.removeprefix(x) for part in unit] for unit in units] == [
        ["source", "target", "context-group"],
        ["source", "target", "context-group"],
        ["source", "context-group"],
    ]
    targets = [unit.find(f"{x}target") for unit in units[:2]]
    assert [(t.get("state"), t.get("state-qualifier")) for t in targets] == [
        ("needs-review-translation", "leveraged-mt"),
        ("final", None),
    ]
    assert [unit.get("approved") for unit in units] == ["no", "yes", "no"]


def test_po_has_the_key_as_context_and_what_nobody_checked_as_fuzzy():
    stale = replace(LINE, state=State.STALE, earlier_dutch="Hulp bij post")
    content = po.write([LINE, replace(LINE, state=State.CHECKED), stale], "tr")
    machine, checked, old = polib.pofile(content.decode())
    assert (machine.msgctxt, machine.msgid, machine.msgstr) == ("service.a.name", 'Hulp & "post"', "Yardım")
    assert [entry.fuzzy for entry in (machine, checked, old)] == [True, False, True]
    assert old.previous_msgid == "Hulp bij post"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file target-language="tr"><body>
<trans-unit id="x"><source>&b;</source></trans-unit></body></file></xliff>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xliff>&f;</xliff>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "DOCTYPE"),
        (OUTSIDE, "DOCTYPE"),
        (BOMB.decode().encode("utf-16"), "DOCTYPE"),
        (b"<xliff", "well-formed"),
        (b"<html/>", "not XLIFF 1.2"),
        (b'<?xml version="1.0" encoding="klingon"?><xliff/>', "encoding"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="2.0"/>', "another version"),
        (xliff.write([LINE], "xx"), "xx"),
        (xliff.write([LINE], "nl"), "nl"),
        (b"", "neither"),
        (b"PK\x03\x04", "neither"),
        (b"\xff\xff msgid", "UTF-8"),
        (b'msgid "a"\nmsgstr "b"\n', "names no language"),
        (b'msgid ""\nmsgstr "Language: tr\\n"\n\nmsgid', "cannot be read"),
        (b'garbage\nmsgid ""\n', "cannot be read"),
        (b"/etc/passwd msgid", "cannot be read"),
        (b"x" * (importing.LARGEST + 1), "larger"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content, said):
    with pytest.raises(Unreadable, match=said):
        importing.parse(content)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(content):
    for start in (b"", b"<xliff>", b'msgid ""\nmsgstr "Language: tr\\n"\n'):
        try:
            importing.parse(start + content)
        except Unreadable:
            continue


# Taking in ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def key(db):
    made = people.key_of(people.service())
    people.machine(made)
    return made


def line_of(key: Key) -> Line:
    return next(line for line in lines_of("tr") if line.key == key)


def take(*lines: Line, form=xliff, dry_run: bool = False):
    language, entries = importing.parse(form.write(lines, "tr"))
    return importing.take(language, entries, at=clock.now(), dry_run=dry_run)


def outcomes(report) -> list[str]:
    return [line["outcome"] for line in report.lines]


FORMS = pytest.mark.parametrize("form", [xliff, po], ids=["xliff", "po"])


@FORMS
def test_a_file_that_nobody_touched_changes_nothing(key, form):
    before = list(Translation.objects.order_by("id").values_list("id", "version", "state"))
    report = take(*lines_of("tr"), form=form)
    assert set(outcomes(report)) <= {"unchanged", "untranslated"}
    assert list(Translation.objects.order_by("id").values_list("id", "version", "state")) == before


@FORMS
def test_a_finished_text_is_checked_and_the_second_time_changes_nothing(key, form):
    done = replace(line_of(key), text="Mektuplarınızı açarız. 0800-2000", state=State.CHECKED)
    assert outcomes(take(done, form=form)) == ["changed"]
    row = people.row(key)
    assert (row.state, row.text, row.version, row.checked_by) == (State.CHECKED, done.text, 2, None)
    assert outcomes(take(done, form=form)) == ["unchanged"]
    assert people.row(key).version == 2
    actor = people.actor("tr")
    with acting_as(actor):
        assert [(s.deed, s.before) for s in Step.objects.filter(translation=row)] == [("imported", TURKISH)]


def test_a_new_text_is_added_and_never_more_than_checked(db):
    made = people.key_of(people.service())
    assert outcomes(take(replace(line_of(made), text=TURKISH, state=State.APPROVED))) == ["added"]
    assert people.row(made).state == State.CHECKED


def test_a_machine_text_that_the_file_calls_finished_is_checked(key):
    assert outcomes(take(replace(line_of(key), state=State.CHECKED))) == ["checked"]
    assert people.row(key).state == State.CHECKED


def test_a_text_that_is_not_finished_waits(key):
    assert outcomes(take(replace(line_of(key), text="Yarım 0800-2000"))) == ["unfinished"]
    assert people.row(key).text == TURKISH


def test_a_dry_run_says_the_same_and_writes_nothing(key):
    done = replace(line_of(key), state=State.CHECKED)
    assert outcomes(take(done, dry_run=True)) == ["checked"]
    assert people.row(key).state == State.MACHINE


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"dutch": "Een andere Nederlandse tekst."}, "stale"),
        ({"key": Key("service", "bestaat-niet", "name")}, "no such text"),
        ({"key": Key("account", "1", "email")}, "no such text"),
        ({"text": "Bizi arayın."}, "missing-phone 0800-2000"),
        ({"text": "x 0800-2000 " * 900}, "longer than"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_its_line_and_reason(key, change, reason):
    report = take(replace(line_of(key), **({"text": "Yeni 0800-2000", "state": State.CHECKED} | change)))
    [line] = report.lines
    assert line["outcome"] == "refused"
    assert reason in line["reason"]
    assert line["line"] > 1
    assert people.row(key).text == TURKISH


def test_the_same_text_twice_in_a_file_is_taken_once(key):
    done = replace(line_of(key), state=State.CHECKED)
    assert outcomes(take(done, replace(done, text="Başka 0800-2000"))) == ["checked", "refused"]


def test_the_work_of_somebody_here_is_not_overwritten_by_an_older_file(key):
    exported = line_of(key)
    actions.write(
        actor=people.actor("tr"), key=key, language="tr", text="Bizim 0800-2000", version=1, seen=source_hash(DUTCH)
    )
    late = replace(exported, text="Onların 0800-2000", state=State.CHECKED)
    report = take(late)
    assert "since the export" in report.lines[0]["reason"]
    assert people.row(key).text == "Bizim 0800-2000"
    assert outcomes(take(replace(late, version=2))) == ["changed"]


# Commands -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(capsys, db, monkeypatch):
    from wijkkompas.config import cli

    monkeypatch.setattr(cli, "_setup", lambda: None)

    def run(*words: str):
        status = cli.main(list(words))
        return status, capsys.readouterr().out

    return run


def test_export_then_import_by_command(command, key, tmp_path):
    for form in ("xliff", "po"):
        path = str(tmp_path / f"tr.{form}")
        status, out = command("translations", "export", "--lang", "tr", "--format", form, "--out", path, "--json")
        assert status == 0
        assert json.loads(out)["texts"] > 100
        status, out = command("translations", "import", path, "--dry-run", "--json")
        assert status == 0
        assert json.loads(out)["counts"]["refused"] == 0


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["export", "--lang", "xx", "--format", "po", "--out", "x"], 2, "unknown-language"),
        (["export", "--lang", "tr", "--format", "po"], 2, "wrong-arguments"),
        (["export", "--lang", "tr", "--format", "po", "--out", "/bestaat/niet"], 2, "unreadable-path"),
        (["import", "/bestaat/niet"], 2, "unreadable-path"),
        (["check", "/bestaat/niet", "--lang", "tr"], 2, "unreadable-path"),
    ],
)
def test_a_wrong_command_says_what_to_do(command, words, status, code):
    got, out = command("translations", *words, "--json")
    assert (got, json.loads(out)["error"]["code"]) == (status, code)


def test_a_hostile_file_is_refused_by_command(command, tmp_path):
    path = tmp_path / "bomb.xliff"
    path.write_bytes(BOMB)
    status, out = command("translations", "import", str(path), "--json")
    assert (status, json.loads(out)["error"]["code"]) == (1, "unreadable-file")


def test_a_file_of_machine_translations_is_checked_line_by_line(command, key, tmp_path):
    path = tmp_path / "tr.jsonl"
    rows = [
        {"slug": key.object_id, "field": "summary", "text": TURKISH, "nl": DUTCH[:60]},
        {"slug": key.object_id, "field": "summary", "text": TURKISH},
        {"slug": "bestaat-niet", "field": "name", "text": "x"},
        {"slug": key.object_id, "field": "slug", "text": "x"},
        {"slug": key.object_id, "field": "description", "text": "Bizi arayın 0612345678", "nl": "Wij"},
        {"slug": key.object_id, "field": "name", "text": "x", "nl": "Iets anders"},
    ]
    path.write_text("\n".join([*map(json.dumps, rows), "geen json"]), encoding="utf8")
    status, out = command("translations", "check", str(path), "--lang", "tr", "--json")
    found = {line["line"]: line.get("fault") or line["remarks"][0] for line in json.loads(out)["lines"]}
    assert status == 1
    assert {number: said.split(":")[0] for number, said in found.items()} == {
        2: "this text stands in the file twice",
        3: "no such text",
        4: "unknown field slug",
        5: "strange-number 0612345678",
        6: "the Dutch changed since it was translated",
        7: "this line is no JSON",
    }
