"""All that other rooms use of mensen."""

from wijkkompas.mensen.actions import account_of_address, address_of_editor, make_editor
from wijkkompas.mensen.models import Account, Area, Organization, Team
from wijkkompas.mensen.policies import ACCOUNTS
from wijkkompas.mensen.queries import (
    COUNTRY,
    AnsweringTeam,
    UnknownArea,
    account_of,
    addresses_of_keepers,
    addresses_of_team,
    answering_team,
    area,
    areas_to_choose,
    children_of,
    country,
    names_of,
    teams_of,
)
from wijkkompas.mensen.throttle import PRINT_LIMIT, Limit, TooMany, client_of, take
from wijkkompas.mensen.values import DECIDES, AreaKind, Role

__all__ = [
    "ACCOUNTS",
    "COUNTRY",
    "DECIDES",
    "PRINT_LIMIT",
    "Account",
    "AnsweringTeam",
    "Area",
    "AreaKind",
    "Limit",
    "Organization",
    "Role",
    "Team",
    "TooMany",
    "UnknownArea",
    "account_of",
    "account_of_address",
    "address_of_editor",
    "addresses_of_keepers",
    "addresses_of_team",
    "answering_team",
    "area",
    "areas_to_choose",
    "children_of",
    "client_of",
    "country",
    "make_editor",
    "names_of",
    "take",
    "teams_of",
]
