"""The letter that confirms a notification, and the one with the report: plain Dutch, printed and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from wijkkompas.kern.clock import AMSTERDAM
from wijkkompas.kern.paper import letter_pdf
from wijkkompas.wijkteam.intake.rules import LegalDay

# fmt: off
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni",
          "juli", "augustus", "september", "oktober", "november", "december")  # a letter is in Dutch
# fmt: on
BY_LAW = {
    "own-plan": "U mag zelf een plan maken. Geef het ons uiterlijk op {day}.",
    "first-talk": "Wij praten met u, uiterlijk op {day}.",
    "report": "U krijgt een verslag van ons, uiterlijk op {day}.",
}
WHERE = {"wmo": "voor hulp en ondersteuning (Wmo)", "jeugd": "voor hulp aan uw gezin", "wgs": "voor hulp bij schulden"}


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def confirmation(
    *, to: str, law: str, received: date, days: Sequence[LegalDay], promised: datetime | None, team: str, today: date
) -> bytes:
    """What happens after a notification, and by when. Nothing of the question stands in it: others may open the post."""
    lines = [BY_LAW[day.what].format(day=_day(day.due)) for day in days]
    if promised is not None:
        lines.append(f"Wij proberen het eerder: uiterlijk op {_day(promised.astimezone(AMSTERDAM).date())}.")
    body = "\n\n".join(
        [
            f"U meldde zich bij ons {WHERE[law]}. Dat was op {_day(received)}. Met deze brief laten wij weten dat uw "
            "melding binnen is.",
            "\n".join(["Wat gebeurt er nu?", *lines]),
            "U mag iemand meenemen naar elk gesprek. Er is ook iemand die alleen voor u werkt: een onafhankelijke "
            "cliëntondersteuner. Die denkt met u mee. Het kost niets. Ook als u mantelzorger bent. Vraag ernaar bij ons.",
            f"Heeft u een vraag? Bel of kom langs.\n{team}",
        ]
    )
    return letter_pdf(to=to, subject="Uw melding is binnen", body=body, language="nl", day=today)


def report(*, to: str, text: str, team: str, today: date) -> bytes:
    """The report that the law asks for, in the words of the worker."""
    ends = f"Klopt iets niet? Of bent u het er niet mee eens? Laat het ons weten.\n{team}"
    return letter_pdf(to=to, subject="Verslag van ons gesprek", body=f"{text}\n\n{ends}", language="nl", day=today)
