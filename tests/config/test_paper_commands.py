"""`leaflet` and `guide` keep to the contract: exit codes, one JSON document, a file whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wijkkompas.config import cli
from wijkkompas.wegwijzer.models import Service
from wijkkompas.wegwijzer.paper.rules import MOST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _database(monkeypatch):
    """Commands run against this worker's test database."""
    monkeypatch.setattr(cli, "_setup", lambda: None)


def test_a_leaflet_is_written_and_described(capsys, tmp_path: Path):
    out = tmp_path / "blad.pdf"
    words = ["leaflet", "geldzaken", "haakcafe", "geldzaken", "--lang", "ar", "--large", "--out", str(out), "--json"]
    assert cli.main(words) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "kind": "leaflet",
        "language": "ar",
        "file": str(out),
        "pages": said["pages"],
        "bytes": out.stat().st_size,
        "shortened": False,
    }
    assert said["pages"] <= 2
    assert out.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [out]


def test_a_guide_goes_to_standard_output(capfdbinary):
    assert cli.main(["guide", "gm0450", "--lang", "pl", "--out", "-"]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith(b"%PDF-")
    assert out.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["leaflet", "bestaat-niet", "--out", "x.pdf"], 2, "unknown-service"),
        (["leaflet", "geld\0zaken x", "--out", "x.pdf"], 2, "unknown-service"),
        (["leaflet", "geldzaken", "--lang", "xx", "--out", "x.pdf"], 2, "unknown-language"),
        (["leaflet", "geldzaken", "--out", "/bestaat/niet/x.pdf"], 2, "unreadable-path"),
        (["leaflet", "geldzaken", "--out", "-"], 2, "two-outputs"),
        (["leaflet", "geldzaken"], 2, "wrong-arguments"),
        (["guide", "GM9999", "--out", "x.pdf"], 2, "unknown-area"),
        (["guide", "NL", "--out", "x.pdf"], 1, "no-guide"),
    ],
)
def test_what_cannot_be_done_says_why(capsys, words, status, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main([*words, "--json"]) == status
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out)["error"]["code"] == code
    assert list(tmp_path.iterdir()) == []


def test_too_many_services_point_to_the_guide(capsys, tmp_path):
    slugs = list(Service.objects.public().values_list("slug", flat=True)[: MOST + 1])
    assert cli.main(["leaflet", *slugs, "--out", str(tmp_path / "x.pdf")]) == 2
    assert "guide" in capsys.readouterr().err
