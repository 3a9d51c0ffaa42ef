"""Who may see what is decided by PostgreSQL, not by a view.

Three steps, each in a module of its own:
- `context`: the web request, job or command says who acts, signed and for one transaction only;
- `rights` and `declarations`: each room writes in its `policies.py` who may see, add, change or remove a row;
- `database` and `guard`: migrations make the database equal to it, and the boot check refuses to start when it is not.

`seal` encrypts what residents write; the key comes out through a door that leaves a line (see `toestemming`).
Measured and argued in docs/explanation/privacy.md; source: research note casework.md 3.1-3.6.
"""

from wijkkompas.kern.access.context import (
    Actor,
    ForgedContext,
    account_actor,
    acting_as,
    current_actor,
    follower_actor,
    login_actor,
    system_actor,
    visitor_actor,
)
from wijkkompas.kern.access.declarations import declare_audited, declare_door, declare_open, declare_protected
from wijkkompas.kern.access.rights import actor_is, anyone, column_in, nobody, sql

__all__ = [
    "Actor",
    "ForgedContext",
    "account_actor",
    "acting_as",
    "actor_is",
    "anyone",
    "column_in",
    "current_actor",
    "declare_audited",
    "declare_door",
    "declare_open",
    "declare_protected",
    "follower_actor",
    "login_actor",
    "nobody",
    "sql",
    "system_actor",
    "visitor_actor",
]
