"""Data pages for the functional manager: organisations, teams, accounts, areas."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from wijkkompas.mensen.models import Account, Area, Membership, Organization, Team

STANDING = ("role", "organization", "area", "is_active", "is_staff", "is_superuser")


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    """Organisations."""

    list_display = ("name", "area", "is_example")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """Not what stood here twice: that is undone on /beheer/dubbel, not changed here."""
        return super().get_queryset(request).filter(merged_into__isnull=True)


class MembershipLine(admin.TabularInline):
    """Who is in a team."""

    model = Membership
    extra = 0
    autocomplete_fields = ("account",)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    """Teams and their areas."""

    list_display = ("name", "organization", "answers_questions")
    filter_horizontal = ("areas",)
    inlines = (MembershipLine,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Nobody lets himself into a team: another manager does that."""
        for membership in formset.save(commit=False):
            if isinstance(membership, Membership) and membership.account_id == request.user.pk:
                raise PermissionDenied("you cannot put yourself in a team")
        super().save_formset(request, form, formset, change)


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):
    """People who log in; passwords are set by themselves."""

    list_display = ("email", "name", "role", "area", "is_active")
    list_filter = ("role", "is_active")
    search_fields = ("email", "name")
    exclude = ("password", "groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined", "is_example")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody changes the own standing (policies.py refuses it): another manager does that."""
        own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, *(STANDING if own else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody removes the own account."""
        own = obj is not None and obj.pk == request.user.pk
        return not own and super().has_delete_permission(request, obj)


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    """Areas: only our own promise term is set here; the rest comes from CBS."""

    list_display = ("code", "name", "kind", "answer_within_working_days")
    list_filter = ("kind",)
    search_fields = ("code", "name")
    fields = ("code", "name", "answer_within_working_days")
    readonly_fields = ("code", "name")
