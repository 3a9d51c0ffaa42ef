"""Sources made in a test, and the real data sets beside the checkout."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "hsds" / "realdata"
TODAY = date(2026, 11, 24)

SETS = [
    "ohana-sanmateo-csv",
    "hsds-v1-sample-datapackage/all_resources",
    "hsds-v1-sample-datapackage/simple",
    "csv-examples-hsds-3.0",
    "csv-examples-hsds-3.1",
    "csv-examples-oruk-3.0",
    "hsds-3.1-mock-json",
    "outpost-csv",
    *(f"oruk-3.0-mock-json/V3.0-UK-{feed}" for feed in ("Default", "Test", "Warn", "Fail")),
]


@pytest.fixture
def real():
    """The folder with real data sets; absent outside the project's own machine."""
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is not here")
    return REAL


@pytest.fixture
def take_in():
    """Import files (name: text) or a path as a source; gives the report."""
    from wijkkompas.wegwijzer.exchange import importing, opening

    def run(files: dict[str, Any] | Path, *, source: str = "bron", today: date = TODAY, **options: Any) -> Any:
        if isinstance(files, Path):
            contents = opening.open_place(files)
        else:
            contents = {
                name: text.encode() if isinstance(text, str) else json.dumps(text).encode()
                for name, text in files.items()
            }
        order = importing.Order(source=source, place="proef", **{"municipality": "GM0622"} | options)
        return importing.import_directory(contents, order, today=today)

    return run


ORGANIZATION = "1b3f0c56-6a4c-4f25-9a43-000000000001"
SERVICE = "1b3f0c56-6a4c-4f25-9a43-000000000002"
PLACE = "1b3f0c56-6a4c-4f25-9a43-000000000003"
AT = "1b3f0c56-6a4c-4f25-9a43-000000000004"


def service(**more: Any) -> dict[str, Any]:
    """A service of a feed with everything under it."""
    return {
        "id": SERVICE,
        "name": "Proefspreekuur",
        "description": "Hulp bij brieven. Kom langs.",
        "status": "active",
        "url": "https://example.org/spreekuur",
        "assured_date": "2026-10-01",
        "organization": {"id": ORGANIZATION, "name": "Stichting Proef", "description": "Een proef"},
        "phones": [{"id": "1b3f0c56-6a4c-4f25-9a43-000000000005", "number": "0612345678"}],
        "languages": [{"id": "1b3f0c56-6a4c-4f25-9a43-000000000006", "code": "nl"}],
        "service_at_locations": [
            {
                "id": AT,
                "location": {
                    "id": PLACE,
                    "location_type": "physical",
                    "name": "Het Proefhuis",
                    "addresses": [
                        {
                            "id": "1b3f0c56-6a4c-4f25-9a43-000000000007",
                            "address_1": "Proefstraat 1",
                            "city": "Vlaardingen",
                            "state_province": "Zuid-Holland",
                            "postal_code": "3131 AA",
                            "country": "NL",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
        "schedules": [
            {
                "id": "1b3f0c56-6a4c-4f25-9a43-000000000008",
                "service_at_location_id": AT,
                "freq": "WEEKLY",
                "byday": "MO,WE",
                "opens_at": "09:00",
                "closes_at": "12:00",
                "notes": "bel eerst; Oneven weken: Maatschappelijk werk; 2026-12-25 gesloten (Kerst)",
            }
        ],
    } | more


def page(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A page of a feed."""
    return {"total_items": len(items), "total_pages": 1, "page_number": 1, "contents": list(items)} | more
