"""The feeds over HTTP, on the real database: who is in them, what filters keep, what bad input gets, what a page costs."""

from __future__ import annotations

import json
import uuid
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.wegwijzer.feeds import seeds
from wijkkompas.kern import clock
from wijkkompas.mensen.models import Organization
from wijkkompas.wegwijzer.models import Schedule, Service, Taxonomy, TaxonomyTerm

pytestmark = pytest.mark.django_db

COLLECTIONS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
BASES = ("/hsds/v3", "/oruk/v3")


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


@pytest.fixture
def pair():
    """The only two published services: of two organisations, at two places."""
    seeds.only_these()
    return seeds.service(place=0), seeds.service(place=2, minimum_age=4, maximum_age=12)


def listed(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def ids(client, address, **query):
    return {thing["id"] for thing in listed(client, address, **query)["contents"]}


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert (body["status"], bool(body["title"]), bool(body["detail"])) == (status, True, True)
    return body


# The envelope and the headers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", BASES)
def test_the_root_names_version_profile_and_description(client, base):
    for address in (base, f"{base}/"):
        root = client.get(address).json()
        assert root["version"] == {"/hsds/v3": "3.1", "/oruk/v3": "HSDS-UK-3.0"}[base]
        assert root["openapi_url"] == f"http://testserver{base}/openapi.json"
        assert root["profile"].startswith("https://")


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_pages_hold_everything_once_and_count_right(client, pair, base, collection):
    whole = listed(client, f"{base}/{collection}", per_page=500)
    seen = []
    for number in range(1, whole["total_items"] + 1):
        page = listed(client, f"{base}/{collection}", per_page=1, page=number)
        assert {k: v for k, v in page.items() if k != "contents"} == {
            "total_items": whole["total_items"],
            "total_pages": whole["total_items"],
            "page_number": number,
            "size": 1,
            "first_page": number == 1,
            "last_page": number == whole["total_items"],
            "empty": False,
        }
        seen += page["contents"]
        if number == 5:
            break
    assert seen == whole["contents"][: len(seen)]
    assert len({thing["id"] for thing in whole["contents"]}) == len(whole["contents"])


def test_a_page_beyond_the_end_and_a_feed_without_services_are_empty(client, pair):
    beyond = listed(client, "/hsds/v3/services", page=1_000_000)
    assert (beyond["contents"], beyond["empty"], beyond["size"], beyond["total_items"]) == ([], True, 0, 2)
    seeds.only_these()
    nothing = listed(client, "/hsds/v3/services")
    assert (nothing["total_pages"], nothing["first_page"], nothing["last_page"], nothing["empty"]) == (
        0,
        True,
        True,
        True,
    )
    assert listed(client, "/hsds/v3/organizations")["empty"] is True
    assert client.get("/hsds/v3/services?format=ndjson").getvalue() == b""


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("/openapi.json", 200),
        ("/services", 200),
        ("/services?format=ndjson", 200),
        ("/services?page=abc", 400),
        ("/services/00000000-0000-4000-8000-00000000dead", 404),
        ("/services/not-a-uuid", 404),
        ("/services/", 404),
        ("/nothing", 404),
        ("/nothing/at/all", 404),
    ],
)
def test_every_answer_carries_its_version_and_may_be_read_by_any_site(client, base, path, status):
    response = client.get(base + path)
    assert response.status_code == status
    assert response["API-Version"] == {"/hsds/v3": "3.1.0", "/oruk/v3": "3.0.0"}[base]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    if status >= 400:
        problem(response, status)


def test_too_many_requests_are_a_problem_with_these_headers_too(client, settings):
    from wijkkompas.config.doors import Doors
    from wijkkompas.config.middleware import too_many
    from wijkkompas.mensen.throttle import TooMany

    request = client.get("/hsds/v3").wsgi_request
    response = Doors(lambda asked: too_many(asked, TooMany(30)))(request)
    problem(response, 429)
    assert (response["Retry-After"], response["Access-Control-Allow-Origin"]) == ("30", "*")


def test_a_page_for_people_carries_none_of_these_headers(client):
    response = client.get("/over")
    assert not response.has_header("Access-Control-Allow-Origin")
    assert not response.has_header("API-Version")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_a_feed_is_only_read(method):
    client = Client(enforce_csrf_checks=True)
    for path in ("", "/services", f"/services/{uuid.uuid4()}"):
        response = getattr(client, method)(f"/hsds/v3{path}")
        problem(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_browser_that_asks_first_may_read(client):
    response = client.options("/hsds/v3/services", HTTP_ORIGIN="https://example.org")
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_head_answers_as_get_does_without_a_body(client, pair):
    for path in ("/services", "/services?format=ndjson", f"/services/{pair[0].id}"):
        got, head = client.get(f"/hsds/v3{path}"), client.head(f"/hsds/v3{path}")
        assert (head.status_code, head["Content-Type"]) == (got.status_code, got["Content-Type"])
        assert head.content == b""


def test_who_comes_back_with_the_tag_hears_that_nothing_changed(client, pair):
    address = f"/hsds/v3/services/{pair[0].id}"
    tag = client.get(address)["ETag"]
    same = client.get(address, HTTP_IF_NONE_MATCH=tag)
    assert (same.status_code, same.content, same["API-Version"]) == (304, b"", "3.1.0")
    pair[0].phones.update(number="0800 1111")
    assert client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=abc", "page"),
        ("page=1&page=2", "page"),
        ("organisation_id=x", "organisation_id"),
        ("proximity=100", "proximity"),
        ("postcode=9999", "postcode"),
        ("postcode=9999&format=ndjson", "postcode"),
        ("search=%00", "search"),
        ("search=" + "a" * 3000, "search"),
    ],
)
def test_what_cannot_be_used_gets_400_that_names_the_parameter(client, pair, query, field):
    body = problem(client.get(f"/hsds/v3/service_at_locations?{query}"), 400)
    assert body["field"] == field
    assert body["detail"].startswith(f"{field}: ")


# Who is in it --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["inactive", "defunct", "temporarily closed"])
def test_what_residents_may_not_find_is_nowhere_in_a_feed(client, pair, status):
    hidden, shown = pair
    Service.objects.filter(id=hidden.id).update(status=status)
    for base in BASES:
        for collection in COLLECTIONS[:3]:
            for query in ("per_page=500", "full=true", "format=ndjson"):
                body = client.get(f"{base}/{collection}?{query}").getvalue().decode()
                assert hidden.name not in body
                assert str(hidden.organization_id) not in body
                assert shown.name in body or collection == "organizations"
        problem(client.get(f"{base}/services/{hidden.id}"), 404)
        problem(client.get(f"{base}/organizations/{hidden.organization_id}"), 404)
        problem(client.get(f"{base}/service_at_locations/{hidden.at_locations.get().id}"), 404)


def test_where_somebody_may_be_hiding_is_not_told(client, pair):
    refuge = seeds.service(place=1, needs=("domestic-violence", "homeless-tonight"))
    place = refuge.at_locations.get().location
    # The same house under another, harmless service: it stays hidden.
    harmless = seeds.service(of=refuge.organization)
    seeds.ServiceAtLocation.objects.create(service=harmless, location=place)
    secrets = (str(place.id), place.name, "3131 CD", "4.36")
    for base in BASES:
        for path in (
            "/services?full=true&per_page=500",
            "/services?full=true&format=ndjson",
            "/service_at_locations?full=true&per_page=500",
            "/service_at_locations?postcode=3131&proximity=200000",
            "/organizations?full_service=true&per_page=500",
            f"/services/{refuge.id}",
            f"/services/{harmless.id}",
            f"/organizations/{refuge.organization_id}",
        ):
            body = client.get(base + path).getvalue().decode()
            assert [secret for secret in secrets if secret in body] == [], path
        assert refuge.name in client.get(f"{base}/services/{refuge.id}").content.decode()
        problem(client.get(f"{base}/service_at_locations/{refuge.at_locations.get().id}"), 404)


def test_who_keeps_a_record_is_not_told(client, pair):
    for base in BASES:
        for path in ("/services?full=true", f"/services/{pair[0].id}", "/organizations?full_service=true"):
            body = client.get(base + path).content.decode()
            assert "Balie" in body
            assert "bewaker@" not in body
            assert "Achternaam" not in body


def test_an_organisation_above_one_with_services_is_there_and_one_without_is_not(client, pair):
    top = seeds.organization(name="Bovenste")
    umbrella = seeds.organization(name="Koepel", parent_organization=top)
    Organization.objects.filter(id=pair[0].organization_id).update(parent_organization=umbrella)
    empty = seeds.organization(name="Leeg")
    found = {o["id"]: o for o in listed(client, "/hsds/v3/organizations")["contents"]}
    assert found.keys() == {str(i) for i in (umbrella.id, pair[0].organization_id, pair[1].organization_id)}
    assert found[str(pair[0].organization_id)]["parent_organization_id"] == str(umbrella.id)
    assert "parent_organization_id" not in found[str(umbrella.id)]
    problem(client.get(f"/hsds/v3/organizations/{empty.id}"), 404)


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_nothing_in_an_answer_is_null_or_empty(client, base, collection):
    def empties(thing, path):
        if isinstance(thing, dict):
            return [p for name, value in thing.items() for p in empties(value, f"{path}/{name}")]
        if isinstance(thing, list):
            return [path] if not thing else [p for value in thing for p in empties(value, path)]
        return [path] if thing is None or thing == "" else []

    seeds.service()
    query = {"full": "true"} if collection in COLLECTIONS[:3] else {}
    assert empties(listed(client, f"{base}/{collection}", per_page=500, **query)["contents"], "") == []


def test_example_services_say_that_they_are(client):
    page = listed(client, "/hsds/v3/services", per_page=20)
    assert all("voorbeeldinformatie" in service["alert"] for service in page["contents"])


# Filters -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["services", "service_at_locations"])
def test_filters_keep_what_they_say(client, pair, path):
    first, second = pair
    key = {"services": lambda s: str(s.id), "service_at_locations": lambda s: str(s.at_locations.get().id)}[path]
    one, two = key(first), key(second)
    term = first.attributes.get(term__code="understand-letter").term
    address = f"/hsds/v3/{path}"
    Schedule.objects.filter(service=second).update(byday=["SA"], opens_at=time(14), closes_at=time(17))
    Service.objects.filter(id=first.id).update(last_modified=clock.now() - timedelta(days=10))
    yesterday = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for query, wanted in [
        ({}, {one, two}),
        ({"search": first.name.split()[1].upper()}, {one}),
        ({"search": f"spreekuur {second.name.split()[1]}"}, {two}),
        ({"search": "zqxjkv"}, set()),
        ({"search": "%"}, set()),
        ({"organization_id": second.organization_id}, {two}),
        ({"organization_id": uuid.uuid4()}, set()),
        ({"taxonomy_term_id": term.id}, {one, two}),
        ({"taxonomy_term_id": uuid.uuid4()}, set()),
        ({"taxonomy_id": term.taxonomy_id}, {one, two}),
        ({"modified_after": yesterday}, {two}),
        ({"modified_after": "2999-01-01T00:00:00Z"}, set()),
        ({"minimum_age": 5}, {one}),
        ({"maximum_age": 12}, {two}),
        ({"day": "MO"}, {one}),
        ({"day": "SA", "start_time": "13:00"}, {two}),
        ({"day": "MO", "start_time": "13:00"}, set()),
        ({"end_time": "12:30"}, {one}),
        ({"organization_id": first.organization_id, "day": "SA"}, set()),
        ({"organization_id": first.organization_id, "day": "MO", "search": "formulieren"}, {one}),
    ]:
        assert ids(client, address, **query) == wanted, query


def test_hours_hold_together_for_one_opening(client, pair):
    first = pair[0]
    Schedule.objects.create(service=first, byday=["TU"], opens_at=time(19), closes_at=time(21))
    assert ids(client, "/hsds/v3/services", day="TU", start_time="18:00") == {str(first.id)}
    assert ids(client, "/hsds/v3/services", day="MO", start_time="18:00") == set()
    # Hours that are of no place in particular hold at each.
    assert ids(client, "/hsds/v3/service_at_locations", day="TU") == {str(first.at_locations.get().id)}


def test_a_postcode_keeps_what_is_for_its_area_and_proximity_what_is_near(client, pair):
    first, second = (str(s.at_locations.get().id) for s in pair)
    elsewhere = seeds.service()
    elsewhere.areas.set(seeds.Area.objects.filter(code="GM0546"))
    address = "/hsds/v3/service_at_locations"
    assert ids(client, address, postcode="3131") == {first, second}
    assert ids(client, address, postcode="3131 AB", proximity=1000) == {first}
    assert ids(client, address, postcode="3135", proximity=0) == {second}
    assert ids(client, address, postcode="3131", proximity=20000) == {first, second}


def test_terms_are_found_by_list_parent_and_top(client):
    themes = Taxonomy.objects.get(name="Thema's")
    parent = TaxonomyTerm.objects.filter(taxonomy=themes).order_by("code").first()
    child = TaxonomyTerm.objects.create(taxonomy=themes, code="kind", name="Kind", parent=parent)
    address = "/hsds/v3/taxonomy_terms"
    assert ids(client, address, parent_id=parent.id) == {str(child.id)}
    assert str(child.id) in ids(client, address, taxonomy_id=themes.id)
    assert str(child.id) not in ids(client, address, taxonomy_id=themes.id, top_only="true")
    assert str(child.id) in ids(client, address, taxonomy_id=themes.id, top_only="false")
    assert ids(client, "/hsds/v3/taxonomies", search="thema") == {str(themes.id)}


def test_organisations_are_found_by_the_terms_of_their_published_services(client, pair):
    first, second = pair
    term = first.attributes.get(term__code="understand-letter").term
    address = "/hsds/v3/organizations"
    assert ids(client, address, taxonomy_term_id=term.id) == {str(s.organization_id) for s in pair}
    Service.objects.filter(id=second.id).update(status="inactive")
    assert ids(client, address, taxonomy_id=term.taxonomy_id) == {str(first.organization_id)}


# Shapes --------------------------------------------------------------------------------------------------------------


def test_minimal_gives_all_services_in_one_page_with_only_id_and_moment(client):
    page = listed(client, "/hsds/v3/services", minimal="true")
    assert page["size"] == page["total_items"] == Service.objects.public().count()
    assert all(set(thing) == {"id", "last_modified"} for thing in page["contents"])


def test_full_is_what_the_detail_says(client, pair):
    for collection, query in [
        ("services", "full=true"),
        ("service_at_locations", "full=true"),
        ("organizations", "full=true"),
    ]:
        for thing in client.get(f"/hsds/v3/{collection}?{query}").json()["contents"]:
            assert client.get(f"/hsds/v3/{collection}/{thing['id']}").json() == thing


def test_full_service_brings_the_services_of_an_organisation(client, pair):
    address = f"/hsds/v3/organizations/{pair[0].organization_id}"
    assert "services" not in client.get(address).json()
    (service,) = client.get(address, {"full_service": "true"}).json()["services"]
    alone = client.get(f"/hsds/v3/services/{pair[0].id}").json()
    assert service == {name: value for name, value in alone.items() if name != "organization"}
    problem(client.get(address, {"page": "1"}), 400)


def test_a_full_service_has_all_its_facts(client, pair):
    made = client.get(f"/hsds/v3/services/{pair[0].id}").json()
    (at,) = made["service_at_locations"]
    assert at["location"]["addresses"][0]["state_province"] == "Zuid-Holland"
    assert at["schedules"] == made["schedules"]
    assert made["assured_date"] == date.today().isoformat()
    assert {a["taxonomy_term"]["code"] for a in made["attributes"]} == {"understand-letter", "geld-en-schulden"}
    for name in ("phones", "contacts", "languages", "cost_options", "required_documents", "service_areas"):
        assert all(thing["service_id"] == made["id"] for thing in made[name]), name


def test_ndjson_streams_every_row_once(client, monkeypatch):
    from wijkkompas.wegwijzer.feeds import queries

    monkeypatch.setattr(queries, "BATCH", 50)
    for query in ("", "&full=true", "&minimal=true"):
        response = client.get(f"/hsds/v3/services?format=ndjson{query}")
        assert (response.streaming, response["Content-Type"]) == (True, "application/x-ndjson")
        lines = [json.loads(line) for line in response.getvalue().splitlines()]
        assert len(lines) == len({line["id"] for line in lines}) == Service.objects.public().count()
    service = json.loads(client.get("/hsds/v3/services?format=ndjson&full=true").getvalue().splitlines()[0])
    assert client.get(f"/hsds/v3/services/{service['id']}").json() == service


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("services", {}),
        ("services", {"full": "true"}),
        ("services", {"search": "spreekuur", "day": "MO"}),
        ("organizations", {"full": "true"}),
        ("organizations", {"full_service": "true"}),
        ("service_at_locations", {"full": "true"}),
        ("service_at_locations", {"postcode": "3131", "proximity": "5000"}),
        ("taxonomy_terms", {}),
    ],
)
def test_a_page_costs_the_same_number_of_queries_whatever_its_size(client, path, query):
    seeds.only_these()
    shared = seeds.organization()
    for _ in range(4):
        seeds.service(of=shared)
        seeds.service()

    def cost(size):
        with CaptureQueriesContext(connection) as caught:
            assert listed(client, f"/hsds/v3/{path}", per_page=size, **query)["size"] == size
        return len(caught)

    assert cost(1) == cost(4)
    assert cost(4) <= 25
