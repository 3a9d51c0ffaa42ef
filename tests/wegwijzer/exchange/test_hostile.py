"""What must not come in: bombs, ways out of a package, tables and nestings without end."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from tests.wegwijzer.exchange.conftest import page, service
from wijkkompas.wegwijzer.exchange import opening, shapes
from wijkkompas.wegwijzer.exchange.records import Unreadable


def packed(files: dict[str, bytes], **more) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def refused(files: dict[str, bytes] | bytes) -> Unreadable:
    def read() -> None:
        contents = opening.open_bytes("bron.zip", files) if isinstance(files, bytes) else files
        list(shapes.reading_of(contents).records)

    with pytest.raises(Unreadable) as found:
        read()
    assert str(found.value)
    return found.value


def test_a_zip_that_unpacks_to_more_than_the_limit_is_refused():
    assert refused(packed({"services.csv": b"id,name\r\n" + b"0" * (60 * 2**20)})).code == "too-large"


def test_a_zip_with_very_many_files_is_refused():
    assert refused(packed({f"{n}.csv": b"id" for n in range(600)})).code == "too-many-files"


@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "a/../../services.csv", "C:\\services.csv", "..\\x.csv"]
)
def test_a_zip_that_names_a_file_outside_itself_is_refused(name):
    assert refused(packed({name: b"id,name\r\n1,x\r\n"})).code == "path-outside"


def test_a_zip_with_a_link_in_it_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        link = zipfile.ZipInfo("services.csv")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    assert refused(out.getvalue()).code == "path-outside"


def test_a_broken_zip_is_refused():
    assert refused(packed({"services.csv": b"id,name\r\n1,x\r\n" * 100})[:60]).code == "bad-zip"


def test_a_package_that_names_a_file_outside_itself_is_refused():
    package = {"resources": [{"name": "services", "path": "../../../etc/passwd"}]}
    files = {"services.csv": b"id,name\r\n1,x\r\n", "datapackage.json": json.dumps(package).encode()}
    assert refused(files).code == "path-outside"


def test_a_folder_is_not_followed_outside_itself(tmp_path):
    outside = tmp_path / "buiten.csv"
    outside.write_text("id,name\r\n1,geheim\r\n")
    inside = tmp_path / "map"
    inside.mkdir()
    (inside / "services.csv").symlink_to(outside)
    assert opening.open_place(inside) == {}


def test_a_table_of_a_million_columns_is_refused():
    assert refused({"services.csv": ("id," * 1_000_000 + "name\r\n").encode()}).code == "too-wide"


def test_a_cell_without_end_is_refused():
    assert refused({"services.csv": b'id,name\r\n1,"' + b"x" * 200_000 + b'"\r\n'}).code == "bad-csv"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, '{"contents":' + "[" * 100_000 + "]" * 100_000 + "}"]
)
def test_json_nested_without_end_is_refused(text):
    assert refused({"services.json": text.encode()}).code in {"too-deep", "bad-json"}
    assert refused({"services.json": ("[" * 100_000 + "]" * 100_000).encode()}).code == "too-deep"


def test_things_inside_things_are_followed_only_so_deep():
    thing = service()
    for _n in range(200):
        thing = {"id": "1b3f0c56-6a4c-4f25-9a43-000000000001", "name": "x", "website": "", "services": [thing]}
        thing = service(organization=thing)
    reading = shapes.reading_of({"services.json": json.dumps(page(thing)).encode()})
    assert len(list(reading.records)) < 60


@pytest.mark.parametrize("content", [b"", b"   \r\n", b"\x00\x81\x8d\x8f\x90"])
def test_what_holds_nothing_or_no_text_is_refused(content):
    assert refused({"bron.csv": content}).code in {"empty", "bad-encoding", "unknown-shape"}


def test_broken_json_says_where():
    assert "line 1" in str(refused({"services.json": b'{"contents": [}'}))


def test_a_table_of_unknown_shape_says_what_to_do():
    error = refused({"lijst.csv": b"kolom a;kolom b\r\n1;2\r\n"})
    assert error.code == "unknown-shape"
    assert "--mapping" in str(error)


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable) as found:
        opening.open_place(tmp_path / "niets")
    assert found.value.code == "unreadable-path"


@pytest.mark.django_db
def test_signs_that_a_database_refuses_do_not_stop_an_import(take_in):
    text = json.dumps(page(service(name="Nul\u0000teken", description="half \ud83d paar"))).encode()
    report = take_in({"services.json": text.decode()})
    assert report.counts["added"] == 3
    assert report.refused == []
