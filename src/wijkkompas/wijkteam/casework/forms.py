"""Forms of the case page: short, with what is usual filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wijkkompas.wijkteam.casework.rules import next_states
from wijkkompas.wijkteam.values import CaseState, Channel, OwnerKind, Partition, StepReason

LONGEST = 20_000
LONGEST_LINE = 2_000


def sentences(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Labels that begin with a capital, for where they stand by themselves."""
    return [(value, capfirst(label)) for value, label in choices]


def area_of_text(rows: int, longest: int = LONGEST) -> forms.Textarea:
    """A box to write in, in any language and direction."""
    return forms.Textarea(attrs={"rows": rows, "maxlength": longest, "dir": "auto"})


class DayField(forms.DateField):
    """A day; the browser's own picker where there is one."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("error_messages", {})
        more["error_messages"].setdefault("invalid", _("Vul een dag in, bijvoorbeeld 24-12-2026."))
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y"],
            **more,
        )


class AboutField(forms.TypedChoiceField):
    """About whom of the case; empty is the whole household."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", _("Over wie"))
        super().__init__(
            required=False,
            coerce=UUID,
            empty_value=None,
            error_messages={"invalid_choice": _("Kies iemand uit de lijst.")},
            **more,
        )


class _OfCase(forms.Form):
    """A form that asks about whom: `people` are the ids and labels of this case."""

    whole: Any = _("Het hele huishouden")
    of_somebody = False  # usually about who it is about, not about the household

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if "about_id" in self.fields:
            if self.of_somebody and people:
                self.fields["about_id"].initial = people[0][0]
            self.fields["about_id"].choices = [("", self.whole), *((str(key), label) for key, label in people)]  # type: ignore[attr-defined]


class NoteForm(_OfCase):
    """Write something down, in the place where it belongs."""

    prefix = "verslag"
    whole = _("Niemand alleen: geen bewoner leest het")  # a note is read by who it is about (policies: FILE)
    of_somebody = True
    text = forms.CharField(
        label=_("Wat wilt u opschrijven?"),
        max_length=LONGEST,
        widget=area_of_text(5),
        error_messages={"required": _("Schrijf eerst iets op."), "max_length": _("Dit is te lang. Maak er twee van.")},
    )
    partition = forms.ChoiceField(
        label=_("Wie mag dit lezen?"),
        widget=forms.RadioSelect,
        choices=[
            (Partition.JOURNAL, _("Het team, en de bewoner over wie het gaat")),
            (Partition.THIRD_PARTY, _("Alleen het team: dit gaat over een ander")),
            (Partition.WORK_NOTE, _("Alleen ik: een kladje")),
        ],
        initial=Partition.JOURNAL,
        error_messages={"required": _("Kies wie dit mag lezen."), "invalid_choice": _("Kies wie dit mag lezen.")},
    )
    about_id = AboutField()


class ContactForm(_OfCase):
    """We tried to reach somebody: which way; the two buttons say whether it worked."""

    prefix = "contact"
    whole = _("Niemand alleen: geen bewoner leest het")  # a note is read by who it is about (policies: FILE)
    of_somebody = True
    channel = forms.ChoiceField(
        label=_("Hoe"),
        choices=sentences(Channel.choices),
        initial=Channel.PHONE,
        error_messages={"required": _("Kies hoe u het probeerde."), "invalid_choice": _("Kies iets uit de lijst.")},
    )
    about_id = AboutField()
    text = forms.CharField(
        label=_("Wat is er gezegd?"), help_text=_("Dit mag leeg blijven."), required=False, widget=area_of_text(2)
    )


class GoalForm(_OfCase):
    """What somebody wants to reach."""

    prefix = "doel"
    text = forms.CharField(
        label=_("Wat wil de bewoner bereiken?"),
        help_text=_("In de woorden van de bewoner. Bijvoorbeeld: ik wil weer rustig slapen."),
        max_length=LONGEST_LINE,
        widget=area_of_text(2, LONGEST_LINE),
        error_messages={"required": _("Schrijf op wat de bewoner wil bereiken.")},
    )
    about_id = AboutField()
    agreed = forms.BooleanField(label=_("De bewoner zei ja tegen deze woorden"), required=False)


class ActionForm(_OfCase):
    """Who does what by when."""

    prefix = "actie"
    text = forms.CharField(
        label=_("Wat gaat er gebeuren?"),
        max_length=LONGEST_LINE,
        widget=area_of_text(2, LONGEST_LINE),
        error_messages={"required": _("Schrijf op wat er gaat gebeuren.")},
    )
    owner = forms.ChoiceField(
        label=_("Wie doet het?"),
        error_messages={"required": _("Kies wie dit doet."), "invalid_choice": _("Kies iemand uit de lijst.")},
    )
    due = DayField(label=_("Wanneer is het klaar?"), error_messages={"required": _("Kies een dag.")})
    goal_id = forms.TypedChoiceField(label=_("Bij welk doel?"), required=False, coerce=UUID, empty_value=None)
    about_id = AboutField()
    agreed = forms.BooleanField(label=_("De bewoner zei hier ja tegen"), required=False)

    def __init__(
        self,
        *args: Any,
        workers: Mapping[int, str],
        volunteers: Mapping[int, str],
        goals: list[tuple[UUID, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        owner: list[tuple[Any, Any]] = [(OwnerKind.RESIDENT, _("De bewoner"))]
        owner += [(f"{OwnerKind.WORKER}:{key}", name) for key, name in workers.items()]
        owner += [
            (f"{OwnerKind.VOLUNTEER}:{key}", _("%(name)s, vrijwilliger") % {"name": name})
            for key, name in volunteers.items()
        ]
        owner.append((OwnerKind.ORGANISATION, _("Een andere organisatie")))
        self.fields["owner"].choices = owner  # type: ignore[attr-defined]
        self.fields["goal_id"].choices = [("", _("Geen doel"))] + [(str(key), text) for key, text in goals]  # type: ignore[attr-defined]

    @property
    def deed(self) -> dict[str, Any]:
        """What `actions.set_action` takes."""
        told = dict(self.cleaned_data)
        kind, _colon, owner = told.pop("owner").partition(":")
        return told | {"owner_kind": kind, "owner_id": int(owner) if owner else None}


class MoveForm(forms.Form):
    """Let a case go on, for a reason of the list."""

    prefix = "stand"
    step = forms.ChoiceField(
        label=_("Wat wordt het?"),
        error_messages={"required": _("Kies wat het wordt."), "invalid_choice": _("Dat kan nu niet met dit dossier.")},
    )
    until = DayField(
        label=_("Tot wanneer?"), help_text=_("Alleen bij een pauze, ten hoogste 3 maanden."), required=False
    )

    def __init__(self, *args: Any, state: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            (
                f"{to}:{reason}",
                f"{capfirst(STEP_WORDS.get((state, to), CaseState(to).label))}: {StepReason(reason).label}",
            )
            for to, reasons in next_states(state)
            for reason in reasons
        ]

    @property
    def deed(self) -> dict[str, Any]:
        """What `actions.move_case` takes."""
        to, _colon, reason = self.cleaned_data["step"].partition(":")
        return {"to": to, "reason": reason, "until": self.cleaned_data["until"]}


STEP_WORDS = {
    ("closed", "open"): _("weer open"),
    ("paused", "open"): _("weer verder"),
    ("draft", "open"): _("beginnen"),
}
