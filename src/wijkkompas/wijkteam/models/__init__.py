"""Tables of the room. Every text about a person lies in a sealed column; the rest are ids, dates and codes."""

from wijkkompas.wijkteam.models.case_work import Intake, Notification
from wijkkompas.wijkteam.models.cases import Case, CaseStep, ContactAttempt, Note, Participation
from wijkkompas.wijkteam.models.my_file import FileRequest, GlassTry, IdentityCheck
from wijkkompas.wijkteam.models.people import Household, HouseholdMember, Person, Representative
from wijkkompas.wijkteam.models.plan import Action, Goal
from wijkkompas.wijkteam.models.pulse import PulseCall
from wijkkompas.wijkteam.models.signals import Signal, SignalStep
from wijkkompas.wijkteam.models.trust import (
    BreakGlass,
    HelpAgreement,
    MeldcodeMember,
    MeldcodeTrack,
    SecrecyRelease,
    Share,
)

__all__ = [
    "Action",
    "BreakGlass",
    "Case",
    "CaseStep",
    "ContactAttempt",
    "FileRequest",
    "GlassTry",
    "Goal",
    "HelpAgreement",
    "Household",
    "HouseholdMember",
    "IdentityCheck",
    "Intake",
    "MeldcodeMember",
    "MeldcodeTrack",
    "Note",
    "Notification",
    "Participation",
    "Person",
    "PulseCall",
    "Representative",
    "SecrecyRelease",
    "Share",
    "Signal",
    "SignalStep",
]
