"""Every field of a person is in the register, with its purpose, basis, end and readers; the page and the file say so."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories
from wijkkompas.kern.access import account_actor, acting_as
from wijkkompas.kern.access.declarations import DOORS, PROTECTED
from wijkkompas.kern.access.personal import IMPERSONAL, PROCESSINGS, TERMS, declared
from wijkkompas.mensen.values import Role
from wijkkompas.toestemming import register
from wijkkompas.toestemming.models import Term

TELLING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
    models.BigIntegerField,  # the number of an account, kept without a link
    ArrayField,
)
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def telling(model: type[models.Model]) -> set[str]:
    """Columns that can tell something of a person: texts, and who an account is, linked or as a bare number."""
    return {
        field.column
        for field in model._meta.local_fields
        if not field.primary_key
        and (
            (isinstance(field, TELLING) and not field.is_relation)
            or (field.is_relation and field.related_model._meta.db_table == "mensen_account")
        )
    }


@pytest.mark.parametrize("table", sorted(PROTECTED))
def test_every_telling_field_of_a_protected_table_is_in_the_register_or_said_to_tell_nothing(table):
    known = {column for where, column in [*declared(), *IMPERSONAL] if where == table}
    assert telling(MODELS[table]) - known == set()


def test_the_register_names_no_field_that_is_not_there_and_none_twice():
    columns = {(table, field.column) for table, model in MODELS.items() for field in model._meta.local_fields}
    named = {*declared(), *IMPERSONAL}
    assert named - columns == set()
    assert set(declared()) & set(IMPERSONAL) == set()


def test_what_residents_write_is_always_personal():
    for door in DOORS.values():
        for field in MODELS[door.table]._meta.local_fields:
            if field.column.startswith("sealed"):
                assert (door.table, field.column) in declared()


@pytest.mark.parametrize("code", sorted(PROCESSINGS))
def test_every_processing_says_why_on_what_basis_how_long_and_who(code):
    processing = PROCESSINGS[code]
    for text in (processing.title, processing.purpose, processing.basis, processing.seen_by, processing.ends):
        assert text.strip()
    assert "AVG artikel" in processing.basis
    assert set(processing.terms) <= set(TERMS)


def test_every_term_has_a_source_bounds_and_a_processing():
    used = {code for processing in PROCESSINGS.values() for code in processing.terms}
    assert used == set(TERMS)
    for term in TERMS.values():
        assert term.source
        assert 1 <= term.least <= term.days <= term.most


def test_the_file_in_the_docs_is_that_of_the_register():
    with translation.override("nl"):
        made = register.as_markdown()
    assert Path("docs/reference/personal-data.md").read_text(encoding="utf8") == made, (
        "make it again: python -m wijkkompas.toestemming.register"
    )


def client_of(role: str) -> Client:
    account, client = factories.account(role), Client()
    factories.second_factor(account)
    client.force_login(account, backend=factories.BACKEND)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MUNICIPALITY, 200),
        (Role.FUNCTIONAL_MANAGER, 200),
        (Role.WORKER, 403),
        (Role.AMBASSADOR, 403),
        (Role.RESIDENT, 403),
    ],
)
def test_the_page_is_for_the_municipality_and_the_functional_manager(role, status):
    assert client_of(role).get(reverse("personal_data")).status_code == status


@pytest.mark.django_db
def test_the_page_shows_every_processing_and_the_terms_that_hold_here():
    with acting_as(account_actor(factories.account(Role.FUNCTIONAL_MANAGER).pk)):
        Term.objects.filter(code="correction").update(days=123)
    page = html.unescape(client_of(Role.MUNICIPALITY).get(reverse("personal_data")).content.decode())
    for processing in PROCESSINGS.values():
        assert processing.title in page
    assert "123 dagen na de melding." in page


@pytest.mark.django_db
def test_the_page_asks_as_many_queries_with_many_processings_as_with_one(django_assert_max_num_queries):
    client = client_of(Role.MUNICIPALITY)
    client.get(reverse("personal_data"))
    with django_assert_max_num_queries(20):
        client.get(reverse("personal_data"))


def test_nobody_sees_it_without_logging_in():
    assert Client().get(reverse("personal_data")).status_code == 302
