"""Is this process fit to answer: database, tables, queue, search index (and, thorough, the policies)."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def readiness(*, thorough: bool = False) -> dict[str, Any]:
    """A report of what is there; `ready` is true when everything is."""
    from wijkkompas.wegwijzer import api as wegwijzer

    report: dict[str, Any] = {"database": False, "migrations": False, "queue": False, "search": "none"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            report["database"] = True
        executor = MigrationExecutor(connection)
        report["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at is null")
            report["queue"], report["jobs_waiting"] = True, cursor.fetchone()[0]
        report["search"] = wegwijzer.search_mode()
        if thorough:
            from wijkkompas.kern.access import guard
            from wijkkompas.toestemming import audit

            report["unprotected"] = guard.findings(connection)
            report["audit"] = audit.last_check()
    except DatabaseError:
        report["database"] = False
    report["ready"] = (
        report["database"]
        and report["migrations"]
        and report["queue"]
        and report["search"] != "none"
        and not report.get("unprotected")
        and not (report.get("audit") or {}).get("faults")
    )
    return report
