"""What who acts may do with changes, as the database says (policies.py leans on the same functions)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from wijkkompas.wegwijzer.models import RecordChange, Service
from wijkkompas.wegwijzer.values import ChangeKind, ChangeState, ServiceStatus


def decides() -> bool:
    """Does who acts decide on changes: a municipality (for its records) or a functional manager?"""
    with connection.cursor() as cursor:
        cursor.execute("select app.is_manager() or cardinality(app.my_edit_areas()) > 0")
        return bool(cursor.fetchone()[0])


def trusted(organization_id: UUID) -> bool:
    """Did the municipality approve a change by who acts for this organisation before?"""
    with connection.cursor() as cursor:
        cursor.execute("select %s = any(app.my_trusted_organizations())", [organization_id])
        return bool(cursor.fetchone()[0])


def never_approved(service: Service) -> bool:
    """An editor added it, and nobody approved it yet."""
    if service.status != ServiceStatus.DRAFT:
        return False
    states = set(RecordChange.objects.filter(service=service, kind=ChangeKind.NEW).values_list("state", flat=True))
    return bool(states) and ChangeState.PUBLIC not in states
