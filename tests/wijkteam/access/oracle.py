"""What one person may see, open and write of one case, written from the design and from nothing else.

Imports nothing of the application on purpose: a mistake in the rights cannot be copied into what is expected of them.
A `World` is one person and one case. The names that come out (`goal:self`, `note:safe`) are rows that worlds.py makes.
"""

from __future__ import annotations

from dataclasses import dataclass

PARTS = {
    "summary": {"identity", "summary"},
    "plan": {"identity", "summary", "goals", "actions"},
    "full": {"identity", "summary", "goals", "actions", "contacts", "journal"},
    "goals": {"goals"},  # chosen parts
    "journal": {"journal"},
}
READ_BY_GLASS = PARTS["full"]


@dataclass(frozen=True)
class Shared:
    """One share: to this person or to a team of theirs; how much; future, now, expired or withdrawn."""

    to: str
    scope: str
    when: str


@dataclass(frozen=True)
class World:
    """How one person stands to one case. The choices of each field are in `DIMENSIONS`."""

    relation: str = "none"
    coordinator: bool = False
    sealed: bool = False
    share: Shared | None = None
    glass: str = "none"
    file: str = "none"
    share2: Shared | None = None
    receives_as: str = "worker"
    gave: str = "nobody"
    parent: str = "none"
    agreed: bool = True
    on_track: bool = False
    term: str = "none"
    action: str = "other"
    about: str = "nobody"
    told: str = "no"
    state: str = "open"


SHARES = [None] + [
    Shared(to, scope, when)
    for to in ("user", "team")
    for scope in PARTS
    for when in ("now", "future", "expired", "withdrawn")
]
SECOND = [None, Shared("user", "full", "withdrawn")] + [
    Shared(to, scope, "now") for to in ("user", "team") for scope in ("summary", "goals", "journal")
]
# The first six are taken all together; the first choice of each of the others is the usual one.
DIMENSIONS: dict[str, list] = {
    "relation": [
        "none",
        "worker",
        "worker-expired",
        "worker-future",
        "lead",
        "lead-expired",
        "lead-future",
        "volunteer",
        "guest",
        "inactive",
    ],
    "coordinator": [False, True],
    "sealed": [False, True],
    "share": SHARES,
    "glass": ["none", "now", "past", "future"],
    "file": ["none", "subject", "subject-unidentified", "member", "member-ended", "carer"],
    "share2": SECOND,
    "receives_as": ["worker", "lead", "worker-expired", "lead-expired", "worker-future", "volunteer", "guest"],
    "gave": ["nobody", "me", "other"],
    "parent": ["none", "under-16", "from-16", "unverified", "ended", "mentor"],
    "agreed": [True, False],
    "on_track": [False, True],
    "term": ["none", "today", "past"],
    "action": ["other", "mine", "mine-done"],
    "about": ["nobody", "me", "other"],
    "told": ["no", "told", "postponed", "postponed-before"],
    "state": ["open", "draft", "paused", "closing", "closed"],
}
CORE = list(DIMENSIONS)[:6]


class Rights:
    """The sentences of the design, each once. `here` is: the account works, and the case is within its term."""

    def __init__(self, world: World) -> None:
        self.world = world
        active = world.relation != "inactive"
        self.active = active
        here = active and world.term != "past"
        self.here = here
        works = world.relation in {"worker", "lead"}
        self.home = here and works and (world.relation == "lead" or not world.sealed or world.coordinator)
        self.glass = here and world.glass == "now"
        self.mine = active and world.file not in {"none", "subject-unidentified"}  # the person is the own person
        self.file = here and world.file in {"subject", "member"}
        self.receives = {share: here and self._receiver(share) for share in (world.share, world.share2) if share}
        self.shared: set[str] = set()
        for share, mine in self.receives.items():
            if mine and share.when == "now" and not (share.to == "team" and world.sealed):
                self.shared |= PARTS[share.scope]
        self.parent = here and world.parent == "under-16"

    def _receiver(self, share: Shared) -> bool:
        return share.to == "user" or self.world.receives_as in {"worker", "lead"}

    def reads(self, part: str) -> bool:
        """The team, a broken glass, or a share of this part."""
        return self.home or self.glass or part in self.shared

    @property
    def knows_of_glass(self) -> bool:
        """The team, who broke it, and the resident once told; else after seven days, unless that is postponed."""
        world = self.world
        told = world.told == "told" or (world.glass == "past" and world.told in {"no", "postponed-before"})
        return self.home or self.here or (self.file and told)


def things(world: World) -> frozenset[str]:
    """The rows that there are in this world."""
    names = {
        "case",
        "step",
        "person:other",
        "part:other",
        "goal:nobody",
        "goal:other",
        "action:nobody",
        "action:owned",
        "contact:other",
        "contact:about",
        "note:journal",
        "note:third-party",
        "note:safe",
        "note:work-note",
        "note:work-note-of-other",
        "note:meldcode",
        "track",
        "track-member",
        "glass:other",
    }
    if world.file != "none":
        names |= {"person:self", "part:self", "goal:self", "action:self"}
    if world.parent != "none":
        names |= {"person:child", "part:child", "goal:child", "goal:child-not-agreed", "action:child"}
    if world.share:
        names.add("share:1")
    if world.share2:
        names.add("share:2")
    if world.glass != "none":
        names.add("glass:mine")
    return frozenset(names)


def seen(world: World) -> frozenset[str]:
    """The rows that this person sees."""
    its = Rights(world)
    own_about = world.about == "me" and world.file != "none"
    owner = its.here and world.action == "mine" and world.relation in {"worker", "lead", "volunteer", "guest"}
    # What somebody gave to a shelter, a partner in the same file must not read; what nobody gave is a task, and told.
    knows_of_shares = its.file and world.gave != "other"
    told = world.told == "told" or (world.told != "postponed")  # the other's glass was broken ten days ago
    rules = {
        "case": its.home or its.glass or bool(its.shared) or its.file,
        "step": its.home or its.glass or its.file,  # the design leaves it out: how a case went is no part of a share
        "person:other": its.reads("identity"),
        "person:self": its.reads("identity") or its.mine,
        "person:child": its.reads("identity"),
        "part:other": its.reads("identity"),
        "part:self": its.reads("identity") or (its.mine and its.here),
        "part:child": its.reads("identity"),
        "goal:nobody": its.reads("goals") or its.file,
        "goal:other": its.reads("goals"),
        "goal:self": its.reads("goals") or its.file,
        "goal:child": its.reads("goals") or (its.parent and world.agreed),
        "goal:child-not-agreed": its.reads("goals"),
        "action:nobody": its.reads("actions") or its.file,
        "action:owned": its.reads("actions") or owner,
        "action:self": its.reads("actions") or its.file,
        "action:child": its.reads("actions") or (its.parent and world.agreed),
        "contact:other": its.reads("contacts"),
        "contact:about": its.reads("contacts") or (its.file and own_about),
        "note:journal": its.reads("journal") or (its.file and own_about),
        "note:third-party": its.home,
        "note:safe": its.home,
        "note:work-note": its.home,
        "note:work-note-of-other": False,
        "note:meldcode": its.home and world.on_track,
        "track": its.home and world.on_track,
        "track-member": its.home and world.on_track,
        "share:1": its.home or knows_of_shares or its.receives.get(world.share, False),
        "share:2": its.home or knows_of_shares or its.receives.get(world.share2, False),
        "glass:mine": its.knows_of_glass,
        "glass:other": its.home or (its.file and told),
    }
    return frozenset(name for name in things(world) if rules[name])


def opened(world: World) -> frozenset[str]:
    """The keys that open for this person, by kind; with the row behind a colon where the key is of a row."""
    its, rows = Rights(world), seen(world)
    keys = {
        "case_summary": its.reads("summary") or its.file,
        "case_plan": its.reads("goals") or its.file or "goal:child" in rows,
        "case_contacts": its.reads("contacts") or its.file,
        "case_journal": its.reads("journal") or its.file,
        "case_apart": its.home,
        "case_meldcode:track": "track" in rows,
    }
    for row in rows:
        kind = {
            "person": "person",
            "action": "case_action",
            "glass": "break_glass",
        }.get(row.partition(":")[0])
        if kind:
            keys[f"{kind}:{row}"] = True
    for row in ("note:work-note", "note:work-note-of-other"):
        keys[f"work_note:{row}"] = row in rows
    return frozenset(key for key, opens in keys.items() if opens)


def written(world: World) -> frozenset[str]:
    """The writes that succeed; every other one that worlds.py tries is refused."""
    its = Rights(world)
    notes = its.home and world.state != "closed"
    gave = its.file and world.gave == "me"
    deeds = {
        "note:journal": notes,
        "note:third-party": notes,
        "note:safe": notes,
        "note:work-note": notes,
        "note:meldcode": notes and world.on_track,
        "goal": notes,
        "action": notes,
        "contact": notes,  # the design says nothing of a closed case; the database keeps these two out too
        "share": its.home,
        "participation": notes,
        "case": its.home,
        "seal": its.home and (world.sealed or world.relation == "lead" or world.coordinator),
        "withdraw:1": bool(world.share) and world.share.when != "withdrawn" and (its.home or gave),
    }
    return frozenset(deed for deed, succeeds in deeds.items() if succeeds)
