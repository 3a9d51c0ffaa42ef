"""Tables of the room: the directory (HSDS 3.1), the vocabulary of needs, what residents leave behind."""

from wijkkompas.wegwijzer.models.colleagues import CapacityHint, InternalNote, WorkCard
from wijkkompas.wegwijzer.models.directory import (
    Accessibility,
    Address,
    Attribute,
    Contact,
    CostOption,
    Goal,
    Language,
    Location,
    Phone,
    RequiredDocument,
    RotaLine,
    Schedule,
    ScheduleException,
    Service,
    ServiceAtLocation,
    ServiceNeed,
    Taxonomy,
    TaxonomyTerm,
)
from wijkkompas.wegwijzer.models.editing import EditorClaim, RecordChange, Vacancy
from wijkkompas.wegwijzer.models.exchange import ImportedRecord, ImportRun
from wijkkompas.wegwijzer.models.guides import Handbook, HandbookVersion
from wijkkompas.wegwijzer.models.merging import DuplicatePair, Merge
from wijkkompas.wegwijzer.models.needs import CrisisLine, Domain, Need, Phrasing, SearchIndex
from wijkkompas.wegwijzer.models.questions import ContactAttempt, ContactRequest, Correction, UnansweredQuestion
from wijkkompas.wegwijzer.models.upkeep import RecordCheck, StatusChange

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "CapacityHint",
    "Contact",
    "ContactAttempt",
    "ContactRequest",
    "Correction",
    "CostOption",
    "CrisisLine",
    "Domain",
    "DuplicatePair",
    "EditorClaim",
    "Goal",
    "Handbook",
    "HandbookVersion",
    "ImportRun",
    "ImportedRecord",
    "InternalNote",
    "Language",
    "Location",
    "Merge",
    "Need",
    "Phone",
    "Phrasing",
    "RecordChange",
    "RecordCheck",
    "RequiredDocument",
    "RotaLine",
    "Schedule",
    "ScheduleException",
    "SearchIndex",
    "Service",
    "ServiceAtLocation",
    "ServiceNeed",
    "StatusChange",
    "Taxonomy",
    "TaxonomyTerm",
    "UnansweredQuestion",
    "Vacancy",
    "WorkCard",
]
