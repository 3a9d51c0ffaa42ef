"""Each parameter by itself: what it takes, what it refuses and what it then says."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from wijkkompas.wegwijzer.feeds.fields import COLLECTIONS
from wijkkompas.wegwijzer.feeds.parameters import PARAMETERS, BadParameter, of_detail, of_list, read

SOME = "123e4567-e89b-42d3-a456-426614174000"


def given(collection="service_at_locations", **values):
    return read(of_list(collection), {name: [text] for name, text in values.items()})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("page", "1", 1),
        ("page", "1000000", 1_000_000),
        ("per_page", "500", 500),
        ("search", "  hulp  bij brieven ", ("hulp", "bij", "brieven")),
        ("search", "", ()),
        ("search", "' % \" (", ("'", "%", '"', "(")),
        ("full", "true", True),
        ("full", "false", False),
        ("format", "ndjson", "ndjson"),
        ("taxonomy_term_id", SOME, UUID(SOME)),
        ("organization_id", SOME.upper(), UUID(SOME)),
        ("modified_after", "2026-11-24T09:00:00Z", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("modified_after", "2026-11-24T10:00:00+01:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("modified_after", "2026-11-24T10:00:00 01:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("modified_after", "2026-11-24", datetime(2026, 11, 23, 23, tzinfo=UTC)),
        ("minimum_age", "18", 18),
        ("maximum_age", "17.5", 17.5),
        ("day", "MO", "MO"),
        ("start_time", "09:00", time(9)),
        ("end_time", "17:30:00", time(17, 30)),
        ("postcode", "3131", "3131"),
        ("postcode", "3131 ab", "3131"),
        ("postcode", "3131AB", "3131"),
    ],
)
def test_a_good_value_is_read(name, text, value):
    assert given(**{name: text}) == {name: value}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("page", text) for text in ("", "0", "-1", "1000001", "abc", "1.0", "١", "9" * 5000)),
        *(("per_page", text) for text in ("0", "-5", "501", "100000000", "veel")),
        *(("search", text) for text in ("x" * 201, "a\x00b", "a " * 11)),
        *(("full", text) for text in ("", "1", "True", "ja")),
        *(("format", text) for text in ("", "xml", "NDJSON")),
        *(("taxonomy_id", text) for text in ("", "1", "not-a-uuid", f"{{{SOME}}}", f"urn:uuid:{SOME}", SOME[:-1])),
        *(
            ("modified_after", text)
            for text in ("", "yesterday", "2026-13-01", "2026-11-24T09:00:00", "0001-01-01T00:00:00+14:00", "20261124")
        ),
        *(("minimum_age", text) for text in ("", "abc", "-1", "151", "nan", "1e2", "inf")),
        *(("day", text) for text in ("", "mo", "xx", "maandag")),
        *(("start_time", text) for text in ("", "xx", "24:00", "9:00", "09:60", "09")),
        *(("postcode", text) for text in ("", "0131", "313", "3131 A", "SW1A 1AA", "3131ABC")),
        ("organisation_id", SOME),
        ("q", "x"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_and_what_to_do(name, text):
    with pytest.raises(BadParameter) as refused:
        given(**{name: text})
    assert refused.value.field == name
    assert str(refused.value).startswith(f"{name}: ")
    assert any(word in str(refused.value) for word in ("gebruik", "kies uit", "Kies uit"))


def test_a_repeated_parameter_is_refused():
    with pytest.raises(BadParameter, match="een keer"):
        read(of_list("services"), {"page": ["1", "2"]})


@pytest.mark.parametrize(
    ("collection", "values", "field"),
    [
        ("service_at_locations", {"proximity": "500"}, "proximity"),
        ("services", {"minimal": "true", "full": "true"}, "minimal"),
        ("services", {"minimal": "true", "per_page": "10001"}, "per_page"),
        ("services", {"per_page": "501"}, "per_page"),
    ],
)
def test_parameters_that_do_not_go_together_are_refused(collection, values, field):
    with pytest.raises(BadParameter) as refused:
        given(collection, **values)
    assert refused.value.field == field


def test_minimal_may_be_read_in_large_pages():
    assert given("services", minimal="true", per_page="10000") == {"minimal": True, "per_page": 10_000}


def test_every_collection_has_the_parameters_of_the_standard():
    paging = {"search", "page", "per_page", "format"}
    tagged = {"taxonomy_term_id", "taxonomy_id"}
    oruk = {"minimum_age", "maximum_age", "start_time", "end_time", "day"}
    changed = {"organization_id", "modified_after", "full"}
    assert {name: {p.name for p in of_list(name)} for name in COLLECTIONS} == {
        "services": paging | tagged | oruk | changed | {"minimal"},
        "organizations": paging | tagged | {"full", "full_service"},
        "service_at_locations": paging | tagged | oruk | changed | {"postcode", "proximity"},
        "taxonomies": paging,
        "taxonomy_terms": paging | {"taxonomy_id", "top_only", "parent_id"},
    }
    assert {name: [p.name for p in of_detail(name)] for name in COLLECTIONS} == {
        **dict.fromkeys(COLLECTIONS, []),
        "organizations": ["full_service"],
    }


def test_every_parameter_is_in_use_and_described():
    assert all(p.description and any(p.takes(name) for name in COLLECTIONS) for p in PARAMETERS)
    assert len({p.name for p in PARAMETERS}) == len(PARAMETERS)
