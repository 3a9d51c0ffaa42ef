"""Translations of public texts, their history, and who translates into which language."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect

MY_LANGUAGES = """create or replace function app.my_languages() returns text[]
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(s.language::text), '{}')
  from public.talen_speaker s join public.mensen_account a on a.id = s.account_id
  where a.id = app.actor_id() and a.is_active and a.role = 'ambassador'
$$"""

# Runs as who writes. A policy sees one version of a row; this sees both, so that nobody signs for another.
UNDER_OWN_NAME = """create or replace function app.translation_under_own_name() returns trigger
language plpgsql set search_path = pg_catalog as $$
declare
  me bigint := app.actor_id();
begin
  if app.actor_kind() <> 'account' then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if coalesce(new.checked_by, me) <> me or new.approved_by is not null then
      raise exception 'a translation bears the name of who made it' using errcode = '42501';
    end if;
    return new;
  end if;
  if row(new.language, new.kind, new.object_id, new.field) <> row(old.language, old.kind, old.object_id, old.field) then
    raise exception 'a translation stays with its text' using errcode = '42501';
  end if;
  if new.checked_by is distinct from old.checked_by and new.checked_by is distinct from me
     or new.state = 'checked' and new.text <> old.text and new.checked_by is distinct from me then
    raise exception 'a translation bears the name of who checked it' using errcode = '42501';
  end if;
  if new.state = 'approved' and old.state <> 'approved'
     and (new.approved_by is distinct from me or old.checked_by is not distinct from me or new.text <> old.text)
     or new.state = 'approved' and old.state = 'approved' and new.text <> old.text then
    raise exception 'somebody else approves what was checked' using errcode = '42501';
  end if;
  return new;
end $$"""

TRIGGER = """create trigger translation_under_own_name before insert or update on talen_translation
for each row execute function app.translation_under_own_name()"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mensen", "0002_accounts_protected"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "language"), name="speaker_once")],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("object_id", models.CharField(max_length=80)),
                ("field", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=5)),
                (
                    "text",
                    models.TextField(blank=True, help_text="empty: nobody wrote it yet, but somebody left a doubt"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("machine", "machine"), ("checked", "checked"), ("approved", "approved")],
                        default="machine",
                        max_length=10,
                    ),
                ),
                ("source_hash", models.CharField(help_text="hash of the Dutch that it was made of", max_length=64)),
                ("source_text", models.TextField(help_text="the Dutch that it was made of, to show what changed")),
                (
                    "stale_since",
                    models.DateTimeField(blank=True, help_text="when the job saw that the Dutch changed", null=True),
                ),
                (
                    "doubted",
                    models.BooleanField(default=False, help_text="somebody was not sure; the note is in the history"),
                ),
                ("checked_by", models.BigIntegerField(blank=True, null=True)),
                ("approved_by", models.BigIntegerField(blank=True, null=True)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="counts up with every change, against losing work"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("language", "kind", "object_id", "field"), name="translation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("machine", "checked", "approved"))),
                        name="translation_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__gt", ""), ("state", "machine"), _connector="OR"),
                        name="only_a_text_can_be_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("checked_by", models.F("approved_by")), _negated=True),
                        name="approved_by_somebody_else_than_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="approved_has_a_second_reader",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(help_text="as the translation: for the policy", max_length=5)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.BigIntegerField(
                        blank=True, help_text="id of the account; empty: a command or a job", null=True
                    ),
                ),
                ("deed", models.CharField(max_length=20)),
                ("before", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "translation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="talen.translation"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["translation", "-at"], name="step_of_translation")],
            },
        ),
        Function("app.my_languages()", MY_LANGUAGES),
        Function("app.translation_under_own_name()", UNDER_OWN_NAME),
        migrations.RunSQL(TRIGGER, "drop trigger if exists translation_under_own_name on talen_translation"),
        Protect("talen_speaker", "talen_translation", "talen_step"),
    ]
