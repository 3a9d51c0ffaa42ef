"""The door for programs: exactly the shape of the contract, errors that say what to do."""

from __future__ import annotations

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(REMOTE_ADDR="127.0.0.1")


def ask(client, **query):
    return client.get("/api/v1/search", query)


def test_an_answer_has_the_shape_of_the_contract(client):
    body = ask(client, q="ik krijg steeds brieven en ik durf ze niet open te maken", area="GM0622").json()
    assert set(body) == {"needs", "results", "crisis", "answered", "took_ms"}
    assert body["answered"] is True
    assert all(set(need) == {"code", "label", "score"} and 0 <= need["score"] <= 1 for need in body["needs"])
    for result in body["results"]:
        assert set(result) == {"id", "name", "organization", "needs", "area", "open_now", "distance_m", "why", "url"}
        assert result["url"].startswith("http")
    assert "money-overview" in [code for result in body["results"][:5] for code in result["needs"]]


def test_danger_brings_contacts_and_harmless_does_not(client):
    danger = ask(client, q="mijn man slaat mij en ik ben bang").json()["crisis"]
    assert "domestic-violence" in danger["kinds"]
    assert {"112", "0800-2000"} <= {contact["tel"] for contact in danger["contacts"]}
    assert ask(client, q="waar kan ik mijn grofvuil kwijt").json()["crisis"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"q": ""}, "q"),
        ({"q": "   "}, "q"),
        ({"q": "x" * 1001}, "q"),
        ({}, "q"),
        ({"q": "x", "lang": "fr"}, "lang"),
        ({"q": "x", "limit": "0"}, "limit"),
        ({"q": "x", "limit": "51"}, "limit"),
        ({"q": "x", "limit": "veel"}, "limit"),
        ({"q": "x", "area": "GM9999"}, "area"),
    ],
)
def test_a_bad_question_gets_a_problem_that_names_the_field(client, query, field):
    response = client.get("/api/v1/search", query)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["field"]) == (400, field)
    assert body["detail"]


@pytest.mark.parametrize("q", ["\x00\x01abc", "😀", "'; drop table", "x" * 1000, "\u202eabc"])
def test_odd_text_gets_an_answer(client, q):
    assert ask(client, q=q).status_code == 200


def test_without_an_area_only_what_is_everywhere_is_shown(client):
    assert {r["area"] for r in ask(client, q="hulp met mijn post", limit=50).json()["results"]} == {"NL"}


def test_with_an_area_nothing_of_another_municipality_is_shown(client):
    for area in ("GM0546", "WK054603", "MUWI1"):
        for question in ("ik zoek een maatje", "hulp met geld", "ik wil mensen ontmoeten", "wijkteam"):
            places = {r["area"] for r in ask(client, q=question, area=area, limit=50).json()["results"]}
            own = {
                "GM0546": ("GM0546", "WK0546"),
                "WK054603": ("GM0546", "WK0546"),
                "MUWI1": ("GM0622", "WK0622", "MUWI1"),
            }[area]
            assert all(p == "NL" or p.startswith(("RG-", *own)) for p in places), places


def test_a_name_finds_its_service_first(client):
    assert ask(client, q="buurtpunt ambacht", area="GM0622").json()["results"][0]["name"] == "Buurtpunt Ambacht"


def test_the_limit_holds(client):
    assert len(ask(client, q="hulp", limit=3).json()["results"]) <= 3


def test_the_description_of_the_api_matches(client):
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"].startswith("3.")
    assert [server["url"].endswith("/api/v1") for server in document["servers"]] == [True]
    assert list(document["paths"]) == ["/search"]


def test_a_missing_address_below_the_api_is_a_problem(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_an_unanswered_question_is_not_answered(client):
    assert ask(client, q="asdfghjkl qwertyuiop").json()["answered"] is False
