"""Journeys share one server and one browser with the accessibility tests (tests/browser.py)."""

import pytest

from tests import browser


def pytest_configure(config: pytest.Config) -> None:
    """Once for both folders, so that the server is started once."""
    if not config.pluginmanager.has_plugin("tests.browser"):
        config.pluginmanager.register(browser, "tests.browser")
