"""Data pages for the functional manager: terms. Keys and lines are not here, nobody reads those."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from wijkkompas.toestemming.models import Term


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """How long something is kept, and why. The list is fixed."""

    list_display = ("code", "days", "since", "source")
    readonly_fields = ("code", "since", "least", "most")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A term belongs to a job; a new one comes with a new version."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without a term nothing would be forgotten."""
        return False
