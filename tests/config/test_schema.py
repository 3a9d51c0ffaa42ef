"""Anything that the description of the API allows gets an answer that it describes."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance


@pytest.mark.usefixtures("committed")
def test_the_api_answers_as_it_says():
    from wijkkompas.config.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert operations
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def answers(case):
            response = case.call()
            assert response.status_code in {200, 400}
            # An unknown area or a question of spaces fits the description and is refused all the same.
            case.validate_response(response, excluded_checks=[positive_data_acceptance])

        answers()
