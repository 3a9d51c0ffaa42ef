"""The outbox: post goes out if and only if the deed stands, and what it says lies sealed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.db import transaction

from tests import factories
from wijkkompas.kern import clock
from wijkkompas.kern.access import account_actor, acting_as, system_actor
from wijkkompas.post import actions
from wijkkompas.post.models import Message
from wijkkompas.toestemming.actions import NotYours

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sink(settings):
    settings.POST_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def test_mail_of_any_package_goes_through_the_outbox_one_message_a_person():
    from django.core.mail import EmailMessage
    from django.core.mail import get_connection as connect

    backend = connect("wijkkompas.post.backend.OutboxBackend")
    EmailMessage("Onderwerp", "Tekst", "van@example.org", ["a@example.org", "b@example.org"], connection=backend).send()
    assert mail.outbox == []
    assert actions.send_queued() == 2
    assert sorted(m.to[0] for m in mail.outbox) == ["a@example.org", "b@example.org"]
    assert actions.send_queued() == 0


def test_a_deed_that_is_rolled_back_sends_nothing():
    def deed():
        with transaction.atomic():
            actions.queue_email(to="a@example.org", subject="x", body="y")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        deed()
    assert actions.send_queued() == 0


def test_a_failing_server_is_tried_again_and_loses_nothing(settings):
    actions.queue_email(to="a@example.org", subject="x", body="y")
    settings.POST_BACKEND = "tests.post.test_outbox.Broken"
    assert actions.send_queued() == 0
    settings.POST_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.send_queued() == 1


class Broken:
    """A mail server that does not answer."""

    def __init__(self, *_a, **_k):
        pass

    def send_messages(self, _messages):
        raise ConnectionRefusedError


def test_address_and_text_lie_sealed():
    actions.queue_email(to="geheim@example.org", subject="zonnebloem", body="merkteken")
    with acting_as(system_actor("post")):
        row = Message.objects.latest("created_at")
        assert not any(word in bytes(row.sealed) for word in (b"geheim", b"zonnebloem", b"merkteken"))


def test_a_letter_is_for_the_own_team_only():
    team = factories.team_of("GM0622")
    worker, stranger = factories.worker(team), factories.worker(factories.team_of("GM0546"))
    asked = factories.ask("GM0622")
    with acting_as(account_actor(worker.pk)):
        letter = actions.queue_letter(
            team_id=team.id, about_kind="contact_request", about_id=asked.id, to="Adres", subject="Brief", body="Tekst"
        )
        assert actions.read_message(letter)["body"] == "Tekst"
        assert [m.id for m in actions.letters_to_print([team.id])] == [letter]
    with acting_as(account_actor(stranger.pk)), pytest.raises((NotYours, Message.DoesNotExist)):
        actions.read_message(letter)


def test_the_text_of_old_post_is_destroyed():
    actions.queue_email(to="a@example.org", subject="x", body="y")
    actions.send_queued()
    assert actions.forget_sent() == 0
    with acting_as(system_actor("post")):
        Message.objects.update(created_at=clock.now() - timedelta(days=31))
    assert actions.forget_sent() >= 1


def test_the_default_backend_of_django_is_the_outbox(settings):
    settings.EMAIL_BACKEND = "wijkkompas.post.backend.OutboxBackend"
    send_mail("x", "y", "van@example.org", ["a@example.org"])
    assert actions.send_queued() == 1
