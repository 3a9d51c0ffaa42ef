"""What is logged says what happened and where in the code, never what somebody wrote."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

SECRET = "Merk-Teken 0612345678"


@pytest.fixture
def written():
    """A logger with the form and the filter that the settings name, and the lines that it wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    used = settings.LOGGING["handlers"]["stderr"]
    handler.setFormatter(import_string(settings.LOGGING["formatters"][used["formatter"]]["()"])())
    for name in used["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    logger = logging.getLogger("proof_of_logs")
    logger.addHandler(handler)
    logger.propagate = False
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_an_error_is_logged_by_its_kind_and_place_without_its_message(written):
    try:
        raise ValueError(f'duplicate key value violates unique constraint: ("{SECRET}")')
    except ValueError:
        logging.getLogger("proof_of_logs").exception("it failed")
    (line,) = written()
    assert line["message"] == "it failed"
    assert line["levelname"] == "ERROR"
    assert line["exc_info"].startswith("ValueError at ")
    assert "test_logs.py" in line["exc_info"]
    assert "Merk" not in json.dumps(line)


def test_a_request_and_what_stands_behind_a_question_mark_are_left_out(written, rf):
    request = rf.get("/zoek", {"q": SECRET}, REMOTE_ADDR="203.0.113.9")
    logging.getLogger("proof_of_logs").warning(
        "Not Found: %s", f"/zoek?q={SECRET}", extra={"request": request, "status_code": 404}
    )
    (line,) = written()
    assert line["message"] == "Not Found: /zoek"
    assert not {"Merk", "0612345678", "203.0.113.9"} & set(json.dumps(line).replace('"', " ").split())
    assert "request" not in line
    assert "Merk" not in json.dumps(line)
