"""Data pages for the functional manager (/beheer/gegevens). What residents wrote is not here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from wijkkompas.kern.events import tell
from wijkkompas.wegwijzer.events import DirectoryChanged
from wijkkompas.wegwijzer.models import (
    CrisisLine,
    Need,
    Phone,
    Phrasing,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
)


class Rebuilds(admin.ModelAdmin):
    """Whatever is saved here tells the search to build its index again."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save and tell."""
        super().save_model(request, obj, form, change)
        tell(DirectoryChanged(f"{obj._meta.model_name} saved"))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete and tell."""
        super().delete_model(request, obj)
        tell(DirectoryChanged(f"{obj._meta.model_name} deleted"))


class NeedLine(admin.TabularInline):
    """Needs of a service, most specific first."""

    model = ServiceNeed
    extra = 0
    max_num = 4


class PhoneLine(admin.TabularInline):
    """Phone numbers of a service."""

    model = Phone
    extra = 0


class ScheduleLine(admin.TabularInline):
    """Weekly hours of a service, at one of its own places."""

    model = Schedule
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only places of this service; a new one has none yet."""
        if db_field.name == "at_location":
            service = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            kwargs["queryset"] = ServiceAtLocation.objects.filter(service=service).select_related("service", "location")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Service)
class ServiceAdmin(Rebuilds):
    """The directory."""

    list_display = ("name", "organization", "theme", "status", "assured_date")
    list_filter = ("status", "theme", "is_example", "areas")
    search_fields = ("name", "summary", "slug")
    autocomplete_fields = ("organization",)
    filter_horizontal = ("areas",)
    inlines = (NeedLine, PhoneLine, ScheduleLine)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Service]:
        """Not what stood here twice: that is undone on /beheer/dubbel, not changed here."""
        return super().get_queryset(request).filter(merged_into__isnull=True)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What residents once found is closed and keeps its page and its history (docs/decisions/0014)."""
        return False


@admin.register(Phrasing)
class PhrasingAdmin(Rebuilds):
    """How people say a need."""

    list_display = ("text", "need", "lang", "origin", "active")
    list_filter = ("lang", "active", "origin")
    search_fields = ("text", "need__code")
    list_editable = ("active",)


@admin.register(Need)
class NeedAdmin(Rebuilds):
    """The vocabulary; codes never change."""

    list_display = ("code", "domain", "urgency")
    search_fields = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A code is stable once made."""
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Needs are added, never removed."""
        return False


@admin.register(CrisisLine)
class CrisisLineAdmin(admin.ModelAdmin):
    """Numbers to call in danger. A number is changed, never removed; that somebody looked is said in /beheer/bijhouden."""

    list_display = ("number", "code", "position", "assured_date")
    exclude = ("shipped",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A code is stable once made."""
        return ("code", "assured_date") if obj else ("assured_date",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody in danger must not find an empty card."""
        return False


@admin.register(ScheduleException)
class ScheduleExceptionAdmin(admin.ModelAdmin):
    """Days that differ."""

    list_display = ("schedule", "day", "opens_at", "closes_at", "reason")
