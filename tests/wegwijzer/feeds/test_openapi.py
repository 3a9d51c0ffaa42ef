"""The descriptions: valid, by the Dutch rules, and kept by the answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from wijkkompas.wegwijzer.feeds.fields import COLLECTIONS, KINDS, PROFILES, schema_name

ROOT = Path(__file__).resolve().parents[3]
RULES = Path(__file__).resolve().parent / "rules"
DOCUMENTS = [
    ("/api/v1/openapi.json", "adr-ruleset-main.yaml"),
    ("/hsds/v3/openapi.json", "ruleset-hsds.yaml"),
    ("/oruk/v3/openapi.json", "ruleset-hsds.yaml"),
]


@pytest.fixture(scope="module")
def spectral(tmp_path_factory):
    """The linter of package-lock.json: from node_modules, else put into a folder of its own."""
    found = ROOT / "node_modules" / ".bin" / "spectral"
    if found.exists():
        return found
    if shutil.which("npm") is None:
        pytest.skip("no Node here: the linter of API descriptions cannot run")
    folder = tmp_path_factory.mktemp("spectral")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    done = subprocess.run(["npm", "ci"], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"npm could not fetch the linter: {done.stderr.strip().splitlines()[-1:]}")
    return folder / "node_modules" / ".bin" / "spectral"


@pytest.mark.parametrize(("address", "rules"), DOCUMENTS)
def test_a_description_keeps_the_dutch_api_design_rules(spectral, tmp_path, address, rules):
    """Valid OpenAPI is among them (oas3-schema). Warnings are left: the test server has no https."""
    document = tmp_path / "openapi.json"
    document.write_bytes(Client().get(address).content)
    done = subprocess.run(
        [spectral, "lint", "-r", RULES / rules, "-f", "json", "--fail-severity", "error", document],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    found = [line for line in json.loads(done.stdout or "null") if line["severity"] == 0]
    assert found == [], done.stderr
    assert done.returncode == 0, done.stderr


def test_the_linter_does_see_what_is_wrong(spectral, tmp_path):
    broken = json.loads(Client().get("/hsds/v3/openapi.json").content)
    del broken["info"]["contact"], broken["paths"]["/services"]["get"]["responses"]["400"]
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(broken))
    done = subprocess.run(
        [spectral, "lint", "-r", RULES / "ruleset-hsds.yaml", "-f", "json", document],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    codes = {line["code"] for line in json.loads(done.stdout) if line["severity"] == 0}
    assert codes == {"info-contact", "nlgov:problem-invalid-input"}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_a_description_names_every_address_and_every_field_of_its_profile(profile):
    document = Client().get(f"/{profile.base}/openapi.json").json()
    assert set(document["paths"]) == {"/"} | {p for c in COLLECTIONS for p in (f"/{c}", f"/{c}/{{id}}")}
    for kind in KINDS:
        described = document["components"]["schemas"][schema_name(kind)]["properties"]
        assert set(described) == KINDS[kind].fields.keys() - profile.without.get(kind, frozenset())
    assert document["info"]["version"] == profile.api_version
    assert [server["url"] for server in document["servers"]] == [f"http://testserver/{profile.base}"]


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_a_feed_answers_as_it_says(profile):
    from wijkkompas.config.wsgi import application

    schema = schemathesis.openapi.from_wsgi(f"/{profile.base}/openapi.json", application)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 1 + 2 * len(COLLECTIONS)
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers(case):
            response = case.call()
            assert response.status_code in {200, 400, 404}
            # What fits the description may still not go together (minimal with full, a postcode that nobody knows).
            case.validate_response(response, excluded_checks=[positive_data_acceptance])

        answers()
