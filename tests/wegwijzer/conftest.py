"""What tests of the guide share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture
def rebuilds(db: None) -> Callable[[], int]:
    """How many new indexes were asked for since this fixture; jobs that were left by others are taken away."""

    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where task_name like '%rebuild_index'")
            return int(cursor.fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name like '%rebuild_index'")
    assert count() == 0
    return count
