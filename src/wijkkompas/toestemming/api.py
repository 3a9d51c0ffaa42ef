"""All that other rooms use of toestemming."""

from wijkkompas.toestemming import destruction
from wijkkompas.toestemming.actions import (
    NotYours,
    Opened,
    erase,
    open_record,
    open_records,
    seal,
    seal_more,
    term,
    trail,
    unseal,
)
from wijkkompas.toestemming.audit import file_of, grow
from wijkkompas.toestemming.destruction import propose as propose_destruction

__all__ = [
    "NotYours",
    "Opened",
    "destruction",
    "erase",
    "file_of",
    "grow",
    "open_record",
    "open_records",
    "propose_destruction",
    "seal",
    "seal_more",
    "term",
    "trail",
    "unseal",
]
