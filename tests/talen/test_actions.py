"""Checking, writing, doubting: what a translation is after it, and that nothing is lost."""

from __future__ import annotations

import pytest

from tests.talen import people
from tests.talen.people import DUTCH, TURKISH
from wijkkompas.kern.access import acting_as
from wijkkompas.talen import actions, queries
from wijkkompas.talen.models import Step
from wijkkompas.talen.rules import source_hash
from wijkkompas.talen.values import Deed, State

pytestmark = [pytest.mark.django_db, pytest.mark.pg15]

SEEN = source_hash(DUTCH)


@pytest.fixture
def key():
    return people.key_of(people.service())


def write(actor, key, text=TURKISH, *, version, seen=SEEN, language="tr"):
    return actions.write(actor=actor, key=key, language=language, text=text, version=version, seen=seen)


def confirm(actor, key, *, version, seen=SEEN):
    return actions.confirm(actor=actor, key=key, language="tr", version=version, seen=seen)


def doubt(actor, key, note="Is dit beleefd genoeg?", text="", *, version):
    actions.doubt(actor=actor, key=key, language="tr", note=note, text=text, version=version, seen=SEEN)


def shown(key, dutch=DUTCH, language="tr"):
    return queries.in_language(language, {key: dutch})[key]


def test_a_machine_text_is_shown_and_says_so():
    key = people.key_of(people.service())
    people.machine(key)
    one = shown(key)
    assert (one.text, one.language, one.state, one.unchecked) == (TURKISH, "tr", State.MACHINE, True)


def test_without_a_translation_or_with_another_dutch_text_dutch_is_shown(key):
    assert (shown(key).text, shown(key).language, shown(key).state) == (DUTCH, "nl", None)
    people.machine(key)
    other = shown(key, "Wij openen geen post meer.")
    assert (other.text, other.language, other.state) == ("Wij openen geen post meer.", "nl", State.STALE)


def test_a_checked_text_is_approved_by_somebody_else(key):
    people.machine(key)
    first, second = people.actor("tr"), people.actor("tr")
    assert confirm(first, key, version=1) == State.CHECKED
    with pytest.raises(actions.Refusal, match="iemand anders"):
        confirm(first, key, version=2)
    assert confirm(second, key, version=2) == State.APPROVED
    kept = people.row(key)
    assert (kept.checked_by, kept.approved_by) == (int(first.id), int(second.id))


def test_a_text_that_is_written_again_needs_a_second_reader_again(key):
    people.machine(key)
    first, second = people.actor("tr"), people.actor("tr")
    confirm(first, key, version=1)
    confirm(second, key, version=2)
    assert write(second, key, "Başka bir metin. 0800-2000", version=3) == State.CHECKED
    kept = people.row(key)
    assert (kept.checked_by, kept.approved_by) == (int(second.id), None)


def test_a_missing_text_is_written_once_and_an_empty_one_is_refused(key):
    actor = people.actor("tr")
    with pytest.raises(actions.Refusal, match="Schrijf de vertaling"):
        write(actor, key, " \u200b\n".replace("\u200b", ""), version=0)
    assert write(actor, key, version=0) == State.CHECKED
    assert write(actor, key, version=1) == State.CHECKED
    assert people.row(key).version == 1


def test_somebody_who_comes_second_loses_nothing_and_overwrites_nothing(key):
    people.machine(key)
    confirm(people.actor("tr"), key, version=1)
    with pytest.raises(actions.Changed, match="net veranderd"):
        write(people.actor("tr"), key, "Later", version=1)
    assert people.row(key).text == TURKISH


def test_who_had_an_older_dutch_text_before_them_is_told(key):
    people.machine(key)
    with pytest.raises(actions.Changed, match="Nederlandse tekst"):
        confirm(people.actor("tr"), key, version=1, seen=source_hash("Ouder"))


def test_a_stale_text_is_checked_again_by_confirming_or_by_writing():
    service = people.service("Nieuwe tekst.")
    key = people.key_of(service)
    people.machine(key, dutch="Oude tekst.")
    assert shown(key, "Nieuwe tekst.").state == State.STALE
    assert confirm(people.actor("tr"), key, version=1, seen=source_hash("Nieuwe tekst.")) == State.CHECKED
    kept = people.row(key)
    assert (kept.source_text, kept.stale_since) == ("Nieuwe tekst.", None)
    assert shown(key, "Nieuwe tekst.").text == TURKISH


def test_a_doubt_waits_for_somebody_else_with_the_text_that_was_proposed(key):
    people.machine(key)
    first, second = people.actor("tr"), people.actor("tr")
    doubt(first, key, text="Mektuplarınızı birlikte açarız. 0800-2000", version=1)
    assert shown(key).text == TURKISH
    with acting_as(second):
        desk = queries.desk(key, "tr", int(second.id))
    assert (desk.doubt.note, desk.doubt.own) == ("Is dit beleefd genoeg?", False)
    assert desk.text == "Mektuplarınızı birlikte açarız. 0800-2000"
    assert write(second, key, desk.text, version=desk.version) == State.CHECKED
    assert people.row(key).doubted is False


def test_a_doubt_about_a_text_that_is_not_there_yet_shows_nothing_to_residents(key):
    doubt(people.actor("tr"), key, text="Bilmiyorum", version=0)
    assert (shown(key).text, shown(key).state) == (DUTCH, None)


def test_an_answered_doubt_leaves_an_approved_text_approved(key):
    people.machine(key)
    first, second = people.actor("tr"), people.actor("tr")
    confirm(first, key, version=1)
    confirm(second, key, version=2)
    doubt(people.actor("tr"), key, version=3)
    assert confirm(first, key, version=4) == State.APPROVED
    assert people.row(key).doubted is False


def test_a_doubt_without_a_note_is_refused(key):
    people.machine(key)
    with pytest.raises(actions.Refusal, match="twijfelt"):
        doubt(people.actor("tr"), key, note="  ", version=1)


def test_the_history_holds_every_text_before_and_after(key):
    people.machine(key)
    first, second = people.actor("tr"), people.actor("tr")
    write(first, key, "Birinci 0800-2000", version=1)
    confirm(second, key, version=2)
    with acting_as(first):
        steps = [(s.deed, s.before, s.text, s.by) for s in Step.objects.filter(translation=people.row(key))]
    assert steps == [
        (Deed.APPROVED, "Birinci 0800-2000", "Birinci 0800-2000", int(second.id)),
        (Deed.WRITTEN, TURKISH, "Birinci 0800-2000", int(first.id)),
    ]


def test_the_job_marks_what_went_stale_once_and_what_came_back(key):
    from wijkkompas.wegwijzer.models import Service

    people.machine(key)
    actions.mark_stale()
    assert people.row(key).stale_since is None
    Service.objects.filter(slug=key.object_id).update(summary="Wij doen iets anders.")
    assert actions.mark_stale() == {"stale": 1, "back": 0}
    assert actions.mark_stale() == {"stale": 0, "back": 0}
    assert people.row(key).stale_since is not None
    assert people.row(key).state == State.MACHINE
    Service.objects.filter(slug=key.object_id).update(summary=DUTCH)
    assert actions.mark_stale() == {"stale": 0, "back": 1}


def test_a_changed_service_asks_the_job_to_look():
    from procrastinate.contrib.django.models import ProcrastinateJob

    from wijkkompas.kern.events import tell
    from wijkkompas.wegwijzer.events import DirectoryChanged

    tell(DirectoryChanged("test"))
    tell(DirectoryChanged("test"))
    waiting = ProcrastinateJob.objects.filter(task_name="wijkkompas.talen.tasks.mark_stale", status="todo")
    assert waiting.count() == 1


def test_one_query_whatever_the_number_of_texts(django_assert_num_queries):
    services = [people.service() for _ in range(6)]
    for one in services[:4]:
        people.machine(people.key_of(one))
    for many in (1, 6):
        sources = {people.key_of(one): DUTCH for one in services[:many]}
        with django_assert_num_queries(1):
            assert len(queries.in_language("tr", sources)) == many
    with django_assert_num_queries(0):
        queries.in_language("nl", sources)


def test_the_list_has_danger_first_and_what_one_checked_oneself_last_of_all():
    account = people.ambassador("tr")
    own = people.key_of(people.service(theme="wonen"))
    people.machine(own)
    from wijkkompas.kern.access import account_actor

    confirm(account_actor(account.pk), own, version=1)
    with acting_as(account_actor(account.pk)):
        [work] = queries.work_in(["tr"])
    waiting = work.waiting(account.pk)
    assert [t.source.urgency for t in waiting] == sorted(t.source.urgency for t in waiting)
    assert waiting[0].source.key.kind == "crisis-line"
    assert own not in {task.source.key for task in waiting}
    assert work.done == 1
    other = people.ambassador("tr")
    assert own in {task.source.key for task in work.waiting(other.pk)}


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(django_assert_num_queries):
    actor = people.actor("tr", "ar")
    for languages in (["tr"], ["tr", "ar"]):
        people.machine(people.key_of(people.service()))
        with acting_as(actor), django_assert_num_queries(16):  # two a table of texts
            queries.work_in(languages)
