"""Ambassadors and texts to test with. Every call makes new ones."""

from __future__ import annotations

import uuid

from tests import factories
from wijkkompas.kern.access import Actor, account_actor, acting_as, system_actor
from wijkkompas.mensen.models import Account, Organization
from wijkkompas.mensen.policies import ACCOUNTS
from wijkkompas.mensen.values import Role
from wijkkompas.talen.models import Speaker, Translation
from wijkkompas.talen.policies import TRANSLATIONS
from wijkkompas.talen.rules import source_hash
from wijkkompas.talen.values import Key, State
from wijkkompas.wegwijzer.models import Service

DUTCH = "Wij openen uw post samen met u. Bel 0800-2000."
TURKISH = "Postanızı sizinle birlikte açarız. 0800-2000'i arayın."


def ambassador(*languages: str, role: str = Role.AMBASSADOR) -> Account:
    """Somebody who translates into these languages."""
    made = factories.account(role)
    with acting_as(system_actor(ACCOUNTS)):
        for language in languages:
            Speaker.objects.create(account=made, language=language)
    return made


def actor(*languages: str) -> Actor:
    """The same, as who acts."""
    return account_actor(ambassador(*languages).pk)


def service(summary: str = DUTCH, **more: object) -> Service:
    """A public service of a new organisation, with a slug of its own."""
    slug = f"proef-{uuid.uuid4().hex[:12]}"
    organization = Organization.objects.create(name=f"Organisatie {slug}", area_id="GM0622")
    fields = {"name": f"Hulp {slug}", "description": "Wij helpen u.", "theme": "wonen"} | more
    made = Service.objects.create(slug=slug, organization=organization, summary=summary, **fields)
    made.areas.set(["GM0622"])
    return made


def key_of(service: Service, field: str = "summary") -> Key:
    return Key("service", service.slug, field)


def machine(key: Key, text: str = TURKISH, *, dutch: str = DUTCH, language: str = "tr") -> Translation:
    """A translation of a computer."""
    with acting_as(system_actor(TRANSLATIONS)):
        return Translation.objects.create(
            **key._asdict(),
            language=language,
            text=text,
            state=State.MACHINE,
            source_hash=source_hash(dutch),
            source_text=dutch,
        )


def row(key: Key, language: str = "tr") -> Translation | None:
    return Translation.objects.filter(language=language, **key._asdict()).first()
