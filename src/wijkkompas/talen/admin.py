"""Data pages for the functional manager: who translates into which language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from wijkkompas.talen.models import Speaker
from wijkkompas.talen.values import NAMES, OTHERS


class SpeakerForm(forms.ModelForm):
    """A language of the list, by its own name."""

    language = forms.ChoiceField(choices=[(code, NAMES[code]) for code in OTHERS])

    class Meta:
        model = Speaker
        fields = ("account", "language")


@admin.register(Speaker)
class SpeakerAdmin(admin.ModelAdmin):
    """An ambassador translates into a language. Only counts for accounts with the role of ambassador."""

    form = SpeakerForm
    list_display = ("account", "language")
    list_filter = ("language",)
    list_select_related = ("account",)
    autocomplete_fields = ("account",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nobody gives a language to themselves: another manager does that."""
        if obj.account_id == request.user.pk:
            raise PermissionDenied("you cannot give yourself a language")
        super().save_model(request, obj, form, change)
