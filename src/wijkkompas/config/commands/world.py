"""`example world`: cases of people who do not exist, with a mark in every text, so that a check has something to find.

Everything goes through the deeds of the room, as a worker would do it. Two things no worker can do are done as the owner
of the tables: linking an account to a person without seeing papers, and letting a term be over today.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

AREA = "GM0622"  # Vlaardingen
TEAM, OTHER_TEAM = "Wijkteam Vlaardingen (voorbeeld)", "Wijkteam Maassluis (voorbeeld)"
PARTNER, LANDLORD = "Partnerteam (voorbeeld)", "Team Wonen (voorbeeld)"


@dataclass
class Planted:
    """One case of the world: what it is, where, and the mark in each of its texts."""

    what: str
    id: str
    number: str
    team: str
    subject: str | None
    markers: dict[str, str] = field(default_factory=dict)


def _marker() -> str:
    return f"merkteken-{uuid.uuid4().hex[:12]}"


@dataclass(frozen=True)
class People:
    """Who the world is about: accounts by what they are to the first case, teams by name, and who works where."""

    who: dict[str, Any]
    teams: dict[str, Any]
    works: dict[str, str]

    def accounts(self) -> list[tuple[Any, str | None]]:
        """Each account with its team."""
        return [(someone, self.works.get(key)) for key, someone in self.who.items()]


WHO: dict[str, tuple[str, str, str]] = {
    "worker": ("Medewerker Vlaardingen", "wijkteam.vlaardingen@example.org", "worker"),
    "colleague": ("Collega Vlaardingen", "collega.vlaardingen@example.org", "worker"),
    "lead": ("Teamleider Vlaardingen", "teamleider.vlaardingen@example.org", "worker"),
    "former": ("Oud-collega Vlaardingen", "oud.collega@example.org", "worker"),
    "other": ("Medewerker Maassluis", "wijkteam.maassluis@example.org", "worker"),
    "partner": ("Medewerker Buurtwelzijn", "partner@example.org", "worker"),
    "landlord": ("Medewerker Verhuurder", "verhuurder@example.org", "worker"),
    "volunteer": ("Vrijwilliger", "vrijwilliger@example.org", "volunteer"),
    "resident": ("Bewoner", "bewoner@example.org", "resident"),
    "housemate": ("Huisgenoot", "huisgenoot@example.org", "resident"),
    "ex_partner": ("Ex-partner", "ex.partner@example.org", "resident"),
    "youth": ("Jongere", "jongere@example.org", "resident"),
}
WORKS = {
    "worker": (TEAM, "worker"),
    "colleague": (TEAM, "worker"),
    "lead": (TEAM, "lead"),
    "former": (TEAM, "worker"),
    "volunteer": (TEAM, "volunteer"),
    "other": (OTHER_TEAM, "worker"),
    "partner": (PARTNER, "worker"),
    "landlord": (LANDLORD, "worker"),
}


def people(account: Callable[..., Any]) -> People:
    """Teams and accounts, made once: a second world uses them again. Within an `acting_as` of the accounts actor.

    `account(name, email, role)` gives or makes an example account.
    """
    from wijkkompas.kern import clock
    from wijkkompas.mensen.models import Area, Membership, Organization, Team

    teams = {name: Team.objects.get(name=name) for name in (TEAM, OTHER_TEAM)}
    for name, organization in ((PARTNER, "Buurtwelzijn (voorbeeld)"), (LANDLORD, "Verhuurder (voorbeeld)")):
        of, _new = Organization.objects.get_or_create(
            name=organization, area_id=AREA, defaults={"is_example": True, "description": "Voorbeeld."}
        )
        teams[name], new = Team.objects.get_or_create(name=name, organization=of, defaults={"is_example": True})
        if new:
            teams[name].areas.set(Area.objects.filter(code=AREA))
    who = {key: account(*told) for key, told in WHO.items()}
    for key, (team, role) in WORKS.items():
        over = clock.now() - timedelta(days=1) if key == "former" else None
        Membership.objects.update_or_create(
            account=who[key], team=teams[team], defaults={"role": role, "valid_until": over}
        )
    return People(who, teams, {key: team for key, (team, _role) in WORKS.items()})


def plant(people: People, owner_dsn: str) -> dict[str, Any]:
    """Cases and shares with a mark in every text. Gives what `example world --json` prints of them."""
    return _Cases(people, owner_dsn).plant()


class _Cases:
    def __init__(self, people: People, owner_dsn: str) -> None:
        self.people, self.owner_dsn = people, owner_dsn
        self.cases: list[Planted] = []
        self.shares: list[dict[str, Any]] = []

    def actor(self, who: str) -> Any:
        from wijkkompas.kern.access import account_actor

        return account_actor(self.people.who[who].pk)

    def plant(self) -> dict[str, Any]:
        main, people = self.household()
        self.share(main, "partner team, plan", to_team=PARTNER, scope="plan", given_by=people["resident"])
        self.share(main, "landlord, actions only", to_team=LANDLORD, scope="fields", parts=["actions"])
        over = self.share(main, "other team, withdrawn", to_team=OTHER_TEAM, scope="full", given_by=people["resident"])
        from wijkkompas.wijkteam import actions

        actions.withdraw(actor=self.actor("worker"), share_id=uuid.UUID(over))
        self.single("ex-partner", "other", OTHER_TEAM, "ex_partner", date(1985, 3, 1))
        self.single("17 years old", "colleague", TEAM, "youth", _years_ago(17))
        self.single("sealed", "lead", TEAM, None, date(1970, 7, 7), then=self.seal)
        self.single("past its term", "worker", TEAM, None, date(1960, 1, 1), then=self.let_end)
        return {"cases": [vars(case) for case in self.cases], "shares": self.shares}

    def open(self, what: str, who: str, team: str, subject: str | None) -> tuple[Planted, Any]:
        from wijkkompas.kern.access import acting_as
        from wijkkompas.wijkteam import actions
        from wijkkompas.wijkteam.models import Case

        markers = {"question": _marker(), "summary": _marker()}
        made = actions.open_case(
            actor=self.actor(who),
            team_id=self.people.teams[team].id,
            question=f"Voorbeeld: ik kom er niet uit {markers['question']}",
            summary=f"voorbeeld {markers['summary']}",
        )
        actions.move_case(actor=self.actor(who), case_id=made, to="open", reason="started")
        with acting_as(self.actor(who)):
            number = Case.objects.values_list("number", flat=True).get(id=made)
        planted = Planted(what, str(made), number, team, self.people.who[subject].email if subject else None, markers)
        self.cases.append(planted)
        return planted, made

    def person(self, case: Planted, who: str, name: str, role: str, born: date, account: str | None) -> uuid.UUID:
        from wijkkompas.wijkteam import actions

        markers = {part: _marker() for part in ("name", "address", "email")}
        made = actions.add_person(
            actor=self.actor(who),
            case_id=uuid.UUID(case.id),
            name=f"Voorbeeld {name} {markers['name']}",
            role=role,
            address=f"Voorbeeldstraat 1 {markers['address']}",
            email=f"{markers['email']}@example.org",
            born_on=born,
        )
        case.markers |= {f"{name} {part}": marker for part, marker in markers.items()}
        if account:
            self.as_owner(
                "update wijkteam_person set account_id = null, identified_at = null, identified_how = ''"
                " where account_id = %s",
                [self.people.who[account].pk],
            )
            self.as_owner(
                "update wijkteam_person set account_id = %s, identified_at = now(), identified_how = 'desk' where id = %s",
                [self.people.who[account].pk, made],
            )
        return made

    def write(self, case: Planted, who: str, about: uuid.UUID) -> None:
        """A text of every kind, each with its own mark."""
        from wijkkompas.wijkteam import actions

        actor, identity = self.actor(who), uuid.UUID(case.id)
        marks = {
            name: _marker()
            for name in ("journal", "third-party", "safe", "work-note", "goal", "action", "volunteer action", "contact")
        }
        for partition in ("journal", "third-party", "safe", "work-note"):
            actions.write_note(
                actor=actor,
                case_id=identity,
                partition=partition,
                text=f"Voorbeeld {marks[partition]}",
                about_id=about if partition == "journal" else None,
            )
        goal = actions.set_goal(actor=actor, case_id=identity, text=f"Voorbeeld {marks['goal']}", about_id=about)
        soon = date.today() + timedelta(days=7)
        for name, kind, owner in (("action", "worker", who), ("volunteer action", "volunteer", "volunteer")):
            if owner == "volunteer" and case.team != TEAM:
                continue
            actions.set_action(
                actor=actor,
                case_id=identity,
                text=f"Voorbeeld {marks[name]}",
                owner_kind=kind,
                owner_id=self.people.who[owner].pk,
                due=soon,
                goal_id=goal,
                about_id=about,
            )
        actions.note_contact(
            actor=actor,
            case_id=identity,
            channel="phone",
            reached=True,
            text=f"Voorbeeld {marks['contact']}",
            about_id=about,
        )
        case.markers |= marks

    def household(self) -> tuple[Planted, dict[str, uuid.UUID]]:
        """The resident, somebody who shares the house, and a child of two homes; with steps of the Meldcode."""
        from wijkkompas.wijkteam.meldcode import actions as meldcode

        case, identity = self.open("household", "worker", TEAM, "resident")
        people = {
            "resident": self.person(case, "worker", "bewoner", "subject", date(1984, 5, 4), "resident"),
            "housemate": self.person(case, "worker", "huisgenoot", "member", date(1982, 9, 9), "housemate"),
            "child": self.person(case, "worker", "kind", "member", _years_ago(9), None),
        }
        self.write(case, "worker", people["resident"])
        case.markers["meldcode"] = _marker()
        meldcode.start(actor=self.actor("worker"), case_id=identity, text=f"Voorbeeld {case.markers['meldcode']}")
        return case, people

    def single(
        self,
        what: str,
        who: str,
        team: str,
        subject: str | None,
        born: date,
        then: Callable[[Planted], None] | None = None,
    ) -> None:
        case, _identity = self.open(what, who, team, subject)
        self.write(case, who, self.person(case, who, "bewoner", "subject", born, subject))
        if then:
            then(case)

    def seal(self, case: Planted) -> None:
        from wijkkompas.wijkteam import actions

        actions.seal_case(actor=self.actor("lead"), case_id=uuid.UUID(case.id), sealed=True)

    def let_end(self, case: Planted) -> None:
        from wijkkompas.wijkteam import actions

        for state in ("closing", "closed"):
            actions.move_case(actor=self.actor("worker"), case_id=uuid.UUID(case.id), to=state, reason="plan-done")
        self.as_owner("update wijkteam_case set ends_on = current_date - 1 where id = %s", [case.id])

    def share(
        self,
        case: Planted,
        what: str,
        *,
        to_team: str,
        scope: str,
        parts: list[str] | None = None,
        given_by: uuid.UUID | None = None,
    ) -> str:
        from wijkkompas.wijkteam import actions

        made = actions.share(
            actor=self.actor("worker"),
            case_id=uuid.UUID(case.id),
            scope=scope,
            parts=parts or [],
            purpose="together",
            basis="consent" if given_by else "task",
            article="" if given_by else "Wmo 2015 2.3.2 [nakijken]",
            to_team_id=self.people.teams[to_team].id,
            given_by_id=given_by,
            given_how="in-person" if given_by else "",
        )
        self.shares.append({"id": str(made), "case": case.id, "what": what, "to": to_team, "scope": scope})
        return str(made)

    def as_owner(self, statement: str, values: list[Any]) -> None:
        """One statement as the owner of the tables; example mode only (see the command)."""
        import psycopg

        with psycopg.connect(self.owner_dsn, autocommit=True) as connection:
            connection.execute(statement, values)


def _years_ago(years: int) -> date:
    today = date.today()
    return date(today.year - years, 1, 1)
