"""One text beside the Dutch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wijkkompas.talen.values import LONGEST, LONGEST_NOTE


class DeskForm(forms.Form):
    """The translation, a doubt, and which version of both texts the person has before them."""

    text = forms.CharField(
        label=_("Uw vertaling"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"max_length": _("Dit is te lang. Maak het korter.")},
    )
    note = forms.CharField(
        label=_("Waarover twijfelt u?"),
        help_text=_("Een andere vertaler leest dit en denkt mee. Bewoners zien het niet."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"max_length": _("Dit is te lang. Gebruik hooguit 500 letters.")},
    )
    anyway = forms.BooleanField(label=_("Ik keek het na. Het klopt zo."), required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction}
