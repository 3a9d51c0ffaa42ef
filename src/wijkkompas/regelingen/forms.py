"""One form a question. What comes out is an answer in the form of a household (`household.py`).

Only the fields of the question are read; whatever else is posted does not exist for us.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkkompas.regelingen import household, words
from wijkkompas.regelingen.engine.book import Attribute, Book, Question
from wijkkompas.regelingen.household import ADULT

NONE = "niets"
NOT_SAID = dict(zip(("weet-niet", "zeg-niet"), household.NOT_SAID, strict=True))
"""The name of each button -> the answer."""
MOST_CHILDREN = 12
JUST_BELOW = {"age": 1 / 12, "whole": 1.0, "cents": 0.01}


class Place(forms.Form):
    """Where somebody lives: for what the municipality decides."""

    area = forms.ChoiceField(
        label=gettext_lazy("Waar woont u?"),
        error_messages={
            "required": gettext_lazy("Kies de plaats waar u woont."),
            "invalid_choice": gettext_lazy("Kies een plaats uit de lijst."),
        },
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = choices  # type: ignore[attr-defined]


class Answer(forms.Form):
    """The form of one question; each kind below. `answer` is what it adds to the household."""

    def __init__(self, question: Question, book: Book, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial={"answer": initial})
        self.question, self.book = question, book
        self.about: Attribute = book.attributes[question.attributes[0]]
        self.fields["answer"] = self.field()
        self.fields["answer"].label = _(question.text)

    def field(self) -> forms.Field:
        """The field itself."""
        raise NotImplementedError

    @property
    def answer(self) -> dict[str, Any]:
        """What to add to the household."""
        return {self.question.name: self.cleaned_data["answer"]}


class Truth(Answer):
    """Yes or no."""

    def field(self) -> forms.Field:
        """Two large rows."""
        return forms.ChoiceField(
            choices=[("ja", capfirst(_("ja"))), ("nee", capfirst(_("nee")))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Kies ja of nee."), "invalid_choice": _("Kies ja of nee.")},
        )


class Ticks(Answer):
    """A list to tick, with a row of its own for nothing of it: an empty list may be a slip of the finger."""

    def field(self) -> forms.Field:
        """A row a choice."""
        rows = [(name, capfirst(_(self.book.attributes[name].label))) for name in self.question.attributes]
        message = _("Kruis iets aan. Past er niets? Kies dan Niets hiervan.")
        return forms.MultipleChoiceField(
            choices=[*rows, (NONE, capfirst(_("niets hiervan")))],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": message, "invalid_choice": message, "invalid_list": message},
        )

    def clean_answer(self) -> list[str]:
        """Nothing goes with nothing else."""
        ticked: list[str] = self.cleaned_data["answer"]
        if NONE in ticked and len(ticked) > 1:
            raise forms.ValidationError(_("Kies Niets hiervan, of kruis iets anders aan. Niet allebei."))
        return [name for name in ticked if name != NONE]


class Bands(Answer):
    """Boxes: enough for most schemes, and easier to say."""

    def boxes(self) -> list[tuple[str, tuple[float, float], str]]:
        """Key, what it means, and its words. The upper edge belongs to the next box."""
        edges = (self.about.low, *self.question.bands, self.about.high)
        kind = "age" if self.about.name in words.AGES else "whole" if self.about.whole else "cents"
        found = []
        for at, (low, high) in enumerate(zip(edges, edges[1:], strict=False)):
            end = high if at == len(edges) - 2 else high - JUST_BELOW[kind]
            found.append((str(at), (low, end), words.band(self.about, low, high)))
        return found

    def field(self) -> forms.Field:
        """A row a box."""
        return forms.ChoiceField(
            choices=[(key, capfirst(said)) for key, _box, said in self.boxes()],
            widget=forms.RadioSelect,
            error_messages={"required": _("Kies wat past."), "invalid_choice": _("Kies een van de rijen.")},
        )

    def clean_answer(self) -> list[float]:
        """The box, as the household takes it."""
        return next(
            [float(end) for end in box] for key, box, _said in self.boxes() if key == self.cleaned_data["answer"]
        )


class Number(Answer):
    """One number, as people write it: 1.250,50 or 1250.50."""

    def field(self) -> forms.Field:
        """A short box."""
        example = self._example()
        self.fault = _("Vul een getal in, bijvoorbeeld %(example)s.") % {"example": example}
        return forms.CharField(
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "numeric" if self.whole else "decimal", "autocomplete": "off"}),
            help_text=_("Bijvoorbeeld %(example)s.") % {"example": example},
            error_messages={"required": self.fault, "max_length": self.fault},
        )

    @property
    def whole(self) -> bool:
        """Whether it counts people, months or years."""
        return self.about.whole or self.about.name in words.AGES

    def _example(self) -> str:
        if self.about.name in words.AGES:
            return "42"
        return "2" if self.about.whole else "1250,50" if self.about.high > 5000 else "12,50"

    def clean_answer(self) -> float | int:
        """Within what it can be."""
        number = as_number(self.cleaned_data["answer"])
        if number is None or (self.whole and number != int(number)):
            raise forms.ValidationError(self.fault)
        if not self.about.takes(number):
            raise forms.ValidationError(
                _("Dit kan niet. Het ligt tussen %(low)s en %(high)s.")
                % {
                    "low": words.unit(self.about.name, self.about.low),
                    "high": words.unit(self.about.name, self.about.high),
                }
            )
        return int(number) if self.whole else number


class Children(Answer):
    """The ages of the children, on one line; and a tick for none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["none"] = forms.BooleanField(
            label=_("Er wonen geen kinderen onder de 18 jaar bij mij"), required=False
        )

    def field(self) -> forms.Field:
        """Ages with whatever between them."""
        self.fault = _("Vul de leeftijd van ieder kind in, bijvoorbeeld 3, 7 en 14.")
        return forms.CharField(
            required=False,
            max_length=80,
            widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            help_text=_("Bijvoorbeeld 3, 7 en 14. Een baby is 0."),
            error_messages={"max_length": self.fault},
        )

    def clean(self) -> dict[str, Any]:
        """Ages or none, not both and not neither."""
        data: dict[str, Any] = super().clean() or {}
        text, none = data.get("answer", ""), data.get("none")
        parts = re.findall(r"[^\s,;.&+/]+", re.sub(r"\ben\b|\bjaar\b", " ", str(text).lower()))
        unclear = len(parts) > MOST_CHILDREN or any(not re.fullmatch(r"[0-9]{1,3}", part) for part in parts)
        if none and parts:
            self.add_error("none", _("Vul leeftijden in, of kruis aan dat er geen kinderen zijn. Niet allebei."))
        elif unclear or not (none or parts or self.errors):
            self.add_error("answer", self.fault)
        elif any(int(part) >= ADULT for part in parts):
            self.add_error("answer", _("Vul alleen kinderen van 0 tot en met 17 jaar in."))
        else:
            data["answer"] = [int(part) for part in parts]
        return data


def as_number(text: str) -> float | None:
    """1.250,50 and 1250.50 and € 1250 are numbers; minus and letters are not."""
    plain = re.sub(r"[€\s\u00a0]", "", text.strip().removesuffix(",-"))
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?", plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", plain) else None


def kind_of(question: Question, book: Book, *, exact: bool) -> type[Answer]:
    """Which form a question has."""
    if question.name == "kinderen":
        return Children
    if len(question.attributes) > 1:
        return Ticks
    if book.attributes[question.attributes[0]].kind == "truth":
        return Truth
    return Number if exact or not question.bands else Bands


def form_of(question: Question, book: Book, *, exact: bool, said: Any = None, data: Any = None) -> Answer:
    """The form of a question, filled with what was said before where that fits."""
    kind = kind_of(question, book, exact=exact)
    form = kind(question, book, data, None)
    form.initial = _initial(form, said)
    return form


def _initial(form: Answer, said: Any) -> dict[str, Any]:
    if said is None or (isinstance(said, str) and said in NOT_SAID.values()):
        return {}
    if isinstance(form, Children) and isinstance(said, list):
        return {"answer": ", ".join(map(str, said)), "none": not said}
    if isinstance(form, Ticks) and isinstance(said, list):
        return {"answer": said or [NONE]}
    if isinstance(form, Bands):
        middle = sum(said) / 2 if isinstance(said, list) else said
        return {"answer": next((key for key, box, _said in form.boxes() if box[0] <= middle <= box[1]), None)}
    if isinstance(form, Number) and isinstance(said, list):
        return {}
    return {"answer": said}


class Money(forms.CharField):
    """An amount as people write it; gives a number, or None where it may be left empty."""

    def __init__(self, *, most: float, **kwargs: Any) -> None:
        self.most = most
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **kwargs)
        fault = gettext_lazy("Vul een bedrag in, bijvoorbeeld 250.")
        self.error_messages |= {"required": fault, "max_length": fault}

    def clean(self, value: Any) -> Any:
        """Between nothing and `most`."""
        text = super().clean(value)
        if not text:
            return None
        number = as_number(text)
        if number is None:
            raise forms.ValidationError(self.error_messages["required"])
        if number > self.most:
            raise forms.ValidationError(
                _("Dit kan niet. Vul hoogstens %(most)s in.") % {"most": words.euros(self.most)}
            )
        return number
