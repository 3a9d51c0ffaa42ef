"""Anything that the description of the API allows (and much that it does not) gets an answer that it describes."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings


@pytest.fixture
def api_schema(db):
    from wijkkompas.config.wsgi import application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


schema = schemathesis.pytest.from_fixture("api_schema")


@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_answers_as_it_says(case):
    response = case.call()
    assert response.status_code in {200, 400, 404, 405}
    if response.status_code == 200:
        case.validate_response(response)
