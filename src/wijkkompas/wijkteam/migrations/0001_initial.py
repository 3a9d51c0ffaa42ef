"""Tables of the neighbourhood team, the functions behind their rights, and what may change in a row (docs/decisions/0023)."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from wijkkompas.kern.access.database import Function, Protect
from wijkkompas.wijkteam.migrations._functions import CASE_LIVES

# Of each table: which columns may change, and which of those only once. Nothing is removed.
_WITHDRAWN = "withdrawn_at", "withdrawn_at"
GUARDED = {
    "wijkteam_case": (
        "team_id,coordinator_id,legal_domain,state,sealed,language,needs,closed_at,ends_on,sealed_text",
        "",
    ),
    "wijkteam_casestep": ("", ""),
    "wijkteam_participation": ("until", "until"),
    "wijkteam_person": ("account_id,identified_at,identified_how,born_on,language,sealed,name_index", ""),
    "wijkteam_household": ("area_id", ""),
    "wijkteam_householdmember": ("until,safe_to_contact", "until"),
    "wijkteam_representative": (
        "verified_at,verified_by_id,verified_how,until",
        "verified_at,verified_by_id,verified_how",
    ),
    "wijkteam_note": ("", ""),
    "wijkteam_contactattempt": ("", ""),
    "wijkteam_goal": ("about_id,agreed,state,position,sealed", ""),
    "wijkteam_action": ("goal_id,about_id,owner_kind,owner_id,due,state,agreed,sealed", ""),
    "wijkteam_share": (
        "withdrawn_at,withdrawn_by_kind,withdrawn_how",
        "withdrawn_at,withdrawn_by_kind,withdrawn_how",
    ),
    "wijkteam_secrecyrelease": _WITHDRAWN,
    "wijkteam_helpagreement": _WITHDRAWN,
    "wijkteam_breakglass": (
        "reviewed_by_id,reviewed_at,verdict,told_at,postponed_by_id,postponed_until,postponed_reason",
        "reviewed_by_id,reviewed_at,verdict,told_at",
    ),
    "wijkteam_meldcodetrack": ("", ""),
    "wijkteam_meldcodemember": ("", ""),
}
TABLES = tuple(GUARDED)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mensen", "0003_merging"),
        ("toestemming", "0008_who_may_follow"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(default="", editable=False, max_length=20, unique=True)),
                (
                    "legal_domain",
                    models.CharField(
                        choices=[
                            ("welfare", "welzijn"),
                            ("wmo", "Wmo"),
                            ("jeugd", "Jeugdwet"),
                            ("pw", "Participatiewet"),
                            ("wgs", "schuldhulp"),
                        ],
                        default="welfare",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "in voorbereiding"),
                            ("open", "open"),
                            ("paused", "gepauzeerd"),
                            ("closing", "afronden"),
                            ("closed", "afgerond"),
                            ("destroyed", "vernietigd"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("sealed", models.BooleanField(default=False, help_text="for the coordinator and leads only")),
                ("language", models.CharField(default="nl", max_length=5)),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="codes of needs.yaml",
                        size=None,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, db_index=True, null=True)),
                ("sealed_text", models.BinaryField()),
                (
                    "coordinator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mensen.team"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("danger", "iemand is in gevaar"),
                            ("team-away", "het team is er niet en het kan niet wachten"),
                            ("care-now", "iemand heeft nu zorg nodig"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sealed", models.BinaryField(help_text="the reason in words; key break_glass")),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("justified", "het was nodig"), ("not-justified", "het was niet nodig")],
                        max_length=15,
                    ),
                ),
                ("told_at", models.DateTimeField(blank=True, help_text="when the resident was told", null=True)),
                ("postponed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "postponed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("danger", "vertellen brengt iemand in gevaar"),
                            ("meldcode", "er loopt een stap van de Meldcode"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "postponed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="glass", to="wijkteam.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "in voorbereiding"),
                            ("open", "open"),
                            ("paused", "gepauzeerd"),
                            ("closing", "afronden"),
                            ("closed", "afgerond"),
                            ("destroyed", "vernietigd"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "in voorbereiding"),
                            ("open", "open"),
                            ("paused", "gepauzeerd"),
                            ("closing", "afronden"),
                            ("closed", "afgerond"),
                            ("destroyed", "vernietigd"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("started", "wij beginnen"),
                            ("resident-away", "u bent er even niet"),
                            ("resident-asked", "u vroeg om te wachten"),
                            ("waiting-for-others", "wij wachten op een ander"),
                            ("went-on", "wij gaan verder"),
                            ("plan-done", "het plan is klaar"),
                            ("resident-stopped", "u wilde stoppen"),
                            ("not-reached", "wij bereikten u niet"),
                            ("moved", "u bent verhuisd"),
                            ("passed-on", "een ander helpt u verder"),
                            ("not-well", "het gaat nog niet goed"),
                            ("mistake", "een vergissing"),
                            ("term-over", "de termijn is voorbij"),
                        ],
                        max_length=20,
                    ),
                ),
                ("until", models.DateField(blank=True, help_text="of a pause", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="wijkteam.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mensen.area"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeldcodeTrack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wijkteam.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeldcodeMember",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="wijkteam.meldcodetrack"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("identified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "identified_how",
                    models.CharField(
                        blank=True,
                        choices=[("", "nog niet"), ("desk", "aan de balie"), ("oidc", "met een inlogmiddel")],
                        max_length=10,
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True)),
                ("language", models.CharField(default="nl", max_length=5)),
                ("sealed", models.BinaryField()),
                (
                    "name_index",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="keyed hash of name and birth date",
                        max_length=64,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        help_text="logs in as",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("subject", "om wie het gaat"),
                            ("member", "hoort bij het huishouden"),
                            ("informal-carer", "mantelzorger"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="wijkteam.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="wijkteam.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "partition",
                    models.CharField(
                        choices=[
                            ("journal", "verslag"),
                            ("third-party", "over een ander"),
                            ("safe", "veilig bereiken"),
                            ("meldcode", "Meldcode"),
                            ("work-note", "eigen kladje"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="wijkteam.case"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="wijkteam.note",
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="wijkteam.meldcodetrack",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        help_text="empty: nobody alone",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "safe_to_contact",
                    models.BooleanField(default=True, help_text="others in the house may know that we call"),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="wijkteam.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lives_in", to="wijkteam.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("agreed", models.BooleanField(default=False, help_text="the resident said yes to it")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "hier werken wij aan"), ("reached", "gelukt"), ("dropped", "gestopt")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="wijkteam.case"
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "telefoon"),
                            ("visit", "aan de deur"),
                            ("letter", "brief"),
                            ("message", "bericht"),
                            ("desk", "aan de balie"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reached", models.BooleanField()),
                ("sealed", models.BinaryField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="wijkteam.case"
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        help_text="whom we tried",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "owner_kind",
                    models.CharField(
                        choices=[
                            ("worker", "medewerker"),
                            ("volunteer", "vrijwilliger"),
                            ("resident", "bewoner"),
                            ("organisation", "organisatie"),
                        ],
                        max_length=15,
                    ),
                ),
                ("due", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "nog te doen"), ("done", "gedaan"), ("dropped", "gestopt")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("agreed", models.BooleanField(default=False, help_text="the resident said yes to it")),
                ("sealed", models.BinaryField()),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="wijkteam.case"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="wijkteam.goal",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parent", "ouder met gezag"),
                            ("guardian", "voogd"),
                            ("mentor", "mentor"),
                            ("proxy", "gemachtigde"),
                            ("administrator", "bewindvoerder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("verified_how", models.CharField(blank=True, help_text="code: which paper was shown", max_length=40)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        help_text="who stands for them",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represents",
                        to="wijkteam.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="for whom",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represented_by",
                        to="wijkteam.person",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HelpAgreement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("text_version", models.CharField(max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="wijkteam.case"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wijkteam.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        help_text="who is helped",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
                (
                    "with_representative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.representative",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("summary", "alleen de vraag"),
                            ("plan", "de vraag en het plan"),
                            ("full", "alles wat gedeeld mag worden"),
                            ("fields", "gekozen delen"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "naam en adres"),
                                ("summary", "de vraag, kort"),
                                ("goals", "doelen"),
                                ("actions", "acties"),
                                ("contacts", "contact met u"),
                                ("journal", "verslag"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("referral", "hulp bij een ander"),
                            ("together", "samen helpen"),
                            ("advice", "om advies vragen"),
                            ("handover", "overdragen"),
                            ("safety", "veiligheid"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("task", "een taak uit de wet"),
                            ("consent", "u zei ja"),
                            ("vital-interest", "iemand is in levensgevaar"),
                            ("meldcode", "de Meldcode"),
                        ],
                        max_length=20,
                    ),
                ),
                ("article", models.CharField(blank=True, help_text="of the law, when it is a task", max_length=80)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(help_text="first moment at which it is closed again")),
                (
                    "given_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in-person", "in een gesprek"),
                            ("phone", "door de telefoon"),
                            ("paper", "op papier"),
                            ("online", "op de website"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "sealed_witness",
                    models.BinaryField(blank=True, default=b"", help_text="who heard it; key case_apart"),
                ),
                (
                    "text_version",
                    models.CharField(blank=True, help_text="which words the resident was shown", max_length=40),
                ),
                ("language", models.CharField(default="nl", max_length=5)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by_kind",
                    models.CharField(
                        blank=True, choices=[("resident", "de bewoner"), ("team", "het team")], max_length=10
                    ),
                ),
                (
                    "withdrawn_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in-person", "in een gesprek"),
                            ("phone", "door de telefoon"),
                            ("paper", "op papier"),
                            ("online", "op de website"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="wijkteam.case"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wijkteam.person",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mensen.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecrecyRelease",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "given_how",
                    models.CharField(
                        choices=[
                            ("in-person", "in een gesprek"),
                            ("phone", "door de telefoon"),
                            ("paper", "op papier"),
                            ("online", "op de website"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wijkteam.person"
                    ),
                ),
                (
                    "professional",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="wijkteam.share"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["team", "-opened_at", "id"], name="cases_of_team"),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__gt", models.F("at")),
                    (
                        "until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("at"), "+", models.Value(datetime.timedelta(seconds=3600))
                        ),
                    ),
                ),
                name="glass_is_broken_for_an_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="glass_is_broken_for_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("verdict", "")),
                    models.Q(("reviewed_at__isnull", False), models.Q(("verdict", ""), _negated=True)),
                    _connector="OR",
                ),
                name="review_has_a_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postponed_until__isnull", True),
                    models.Q(("postponed_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="postponed_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="meldcodemember",
            constraint=models.UniqueConstraint(fields=("track", "account"), name="on_the_track_once"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("identified_at__isnull", True), ("identified_how", "")),
                    models.Q(
                        ("account__isnull", False),
                        ("identified_at__isnull", False),
                        models.Q(("identified_how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="identified_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("case", "person"), name="takes_part_once"
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["case", "partition", "-at"], name="notes_of_case"),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partition", "meldcode"), ("track__isnull", False)),
                    models.Q(models.Q(("partition", "meldcode"), _negated=True), ("track__isnull", True)),
                    _connector="OR",
                ),
                name="meldcode_note_has_track",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("household", "person"), name="lives_there_once"
            ),
        ),
        migrations.AddIndex(
            model_name="contactattempt",
            index=models.Index(fields=["case", "-at"], name="contacts_of_case"),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(condition=models.Q(("state", "open")), fields=["owner"], name="open_actions_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_at__isnull", True), models.Q(("verified_how", ""), _negated=True), _connector="OR"
                ),
                name="verified_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="representative",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("by")), _negated=True), name="nobody_represents_the_self"
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to_account__isnull", True), ("to_team__isnull", False)),
                    models.Q(("to_account__isnull", False), ("to_team__isnull", True)),
                    _connector="OR",
                ),
                name="share_has_one_receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__gt", models.F("valid_from")),
                    (
                        "valid_until__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("valid_from"), "+", models.Value(datetime.timedelta(days=366))
                        ),
                    ),
                ),
                name="share_ends_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "consent"), _negated=True),
                    models.Q(("given_by__isnull", False), models.Q(("given_how", ""), _negated=True)),
                    _connector="OR",
                ),
                name="consent_was_given_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "task"), _negated=True),
                    models.Q(("article", ""), _negated=True),
                    _connector="OR",
                ),
                name="task_has_an_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parts", ["identity", "summary"]), ("scope", "summary")),
                    models.Q(("parts", ["identity", "summary", "goals", "actions"]), ("scope", "plan")),
                    models.Q(
                        ("parts", ["identity", "summary", "goals", "actions", "contacts", "journal"]), ("scope", "full")
                    ),
                    models.Q(
                        ("parts__contained_by", ["identity", "summary", "goals", "actions", "contacts", "journal"]),
                        ("parts__len__gt", 0),
                        ("scope", "fields"),
                    ),
                    _connector="OR",
                ),
                name="share_opens_what_its_scope_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by_kind", "")),
                    models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawn_by_kind", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawal_says_by_whom",
            ),
        ),
        # What follows is worked out once a query; each stands in policies.py. A moment is asked of the wall clock, not of
        # the start of the transaction: what ends or is withdrawn is closed at once, also in a long transaction.
        Function(
            "app.today()",  # by Dutch time, whatever the session says
            """create or replace function app.today() returns date
            language sql stable set search_path = pg_catalog as $$
              select (clock_timestamp() at time zone 'Europe/Amsterdam')::date
            $$""",
        ),
        CASE_LIVES,
        Function(
            "app.active_account()",
            """create or replace function app.active_account() returns bigint
            language sql stable security definer set search_path = pg_catalog as $$
              select a.id from public.mensen_account a where a.id = app.actor_id() and a.is_active
            $$""",
        ),
        Function(
            "app.my_leads()",
            """create or replace function app.my_leads() returns int[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(m.team_id), '{}')::int[] from public.mensen_membership m
              where m.account_id = app.active_account() and m.role = 'lead'
                and m.valid_from <= clock_timestamp() and (m.valid_until is null or m.valid_until > clock_timestamp())
            $$""",
        ),
        Function(
            "app.my_persons()",
            """create or replace function app.my_persons() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(p.id), '{}')::uuid[] from public.wijkteam_person p
              where p.account_id = (select app.active_account()) and p.identified_at is not null
            $$""",
        ),
        Function(
            "app.my_files()",
            """create or replace function app.my_files() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct c.id), '{}')::uuid[]
              from public.wijkteam_participation t join public.wijkteam_case c on c.id = t.case_id
              where t.person_id = any((select app.my_persons())::uuid[]) and t.role in ('subject', 'member')
                and t.since <= clock_timestamp() and (t.until is null or t.until > clock_timestamp())
                and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.my_children()",  # younger than 16; without a birth date nobody is
            """create or replace function app.my_children() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct r.person_id), '{}')::uuid[]
              from public.wijkteam_representative r join public.wijkteam_person child on child.id = r.person_id
              where r.by_id = any((select app.my_persons())::uuid[]) and r.kind in ('parent', 'guardian')
                and r.verified_at <= clock_timestamp() and (r.until is null or r.until > clock_timestamp())
                and child.born_on > app.today() - interval '16 years'
            $$""",
        ),
        Function(
            "app.cases_of_my_children()",
            """create or replace function app.cases_of_my_children() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct c.id), '{}')::uuid[]
              from public.wijkteam_participation t join public.wijkteam_case c on c.id = t.case_id
              where t.person_id = any((select app.my_children())::uuid[])
                and t.since <= clock_timestamp() and (t.until is null or t.until > clock_timestamp())
                and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.my_shared(text)",  # of which a share holds now that opens this part ('any': one part or another)
            """create or replace function app.my_shared(p_part text) returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct c.id), '{}')::uuid[]
              from public.wijkteam_share s join public.wijkteam_case c on c.id = s.case_id
              where s.withdrawn_at is null and s.valid_from <= clock_timestamp() and s.valid_until > clock_timestamp()
                and (p_part = 'any' or p_part = any(s.parts)) and (c.ends_on is null or c.ends_on >= app.today())
                and (s.to_account_id = (select app.active_account())
                  or s.to_team_id = any((select app.my_teams())::int[]) and not c.sealed)
            $$""",
        ),
        Function(
            "app.my_received()",  # shares made for me or my team, also those that ended: who lost a right may know it
            """create or replace function app.my_received() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(s.id), '{}')::uuid[]
              from public.wijkteam_share s join public.wijkteam_case c on c.id = s.case_id
              where (s.to_account_id = (select app.active_account()) or s.to_team_id = any((select app.my_teams())::int[]))
                and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.my_glass()",
            """create or replace function app.my_glass() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct c.id), '{}')::uuid[]
              from public.wijkteam_breakglass b join public.wijkteam_case c on c.id = b.case_id
              where b.account_id = (select app.active_account()) and b.reason <> ''
                and b.at <= clock_timestamp() and b.until > clock_timestamp()
                and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.my_tasks()",  # open actions of a volunteer
            """create or replace function app.my_tasks() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(x.id), '{}')::uuid[]
              from public.wijkteam_action x join public.wijkteam_case c on c.id = x.case_id
              where x.owner_id = (select app.active_account()) and x.owner_kind = 'volunteer' and x.state = 'open'
                and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.my_meldcode()",  # tracks of which I am a member while the case is of my team
            """create or replace function app.my_meldcode() returns uuid[]
            language sql stable security definer set search_path = pg_catalog as $$
              select coalesce(array_agg(distinct t.id), '{}')::uuid[]
              from public.wijkteam_meldcodemember m join public.wijkteam_meldcodetrack t on t.id = m.track_id
              join public.wijkteam_case c on c.id = t.case_id
              where m.account_id = (select app.active_account()) and (c.ends_on is null or c.ends_on >= app.today())
                and (c.team_id = any((select app.my_leads())::int[]) or c.team_id = any((select app.my_teams())::int[])
                  and (not c.sealed or c.coordinator_id = m.account_id))
            $$""",
        ),
        Function(
            "app.keeps_person(uuid)",  # made by me today and in no case yet, or in a case of my team; for one row at a time
            """create or replace function app.keeps_person(p_person uuid) returns boolean
            language sql stable security definer set search_path = pg_catalog as $$
              select exists (select 1 from public.wijkteam_person p where p.id = p_person
                  and p.made_by_id = app.active_account() and p.made_at > clock_timestamp() - interval '1 day'
                  and not exists (select 1 from public.wijkteam_participation t where t.person_id = p.id))
                or exists (select 1 from public.wijkteam_participation t join public.wijkteam_case c on c.id = t.case_id
                  where t.person_id = p_person and (c.ends_on is null or c.ends_on >= app.today())
                    and (c.team_id = any(app.my_leads()) or c.team_id = any(app.my_teams())
                      and (not c.sealed or c.coordinator_id = app.active_account())))
            $$""",
        ),
        Function(
            "app.case_of_number(text)",  # to break the glass one needs the case; says nothing but that it is there
            """create or replace function app.case_of_number(p_number text) returns uuid
            language sql stable security definer set search_path = pg_catalog as $$
              select c.id from public.wijkteam_case c
              where c.number = p_number and cardinality(app.my_teams()) > 0
                and (c.ends_on is null or c.ends_on >= app.today())
            $$""",
        ),
        Function(
            "app.untold_glass(uuid, bigint, timestamptz)",  # not told yet, and told later on purpose or still fresh
            """create or replace function app.untold_glass(p_case uuid, p_account bigint, p_at timestamptz) returns boolean
            language sql stable security definer set search_path = pg_catalog as $$
              select exists (select 1 from public.wijkteam_breakglass b
                where b.told_at is null and (p_case is null or b.case_id = p_case)
                  and (p_account is null or b.account_id = p_account and p_at between b.at and b.until)
                  and (b.postponed_until > clock_timestamp() or b.at > clock_timestamp() - interval '7 days'))
            $$""",
            grant=False,
        ),
        Function(
            "app.who_looked(uuid)",
            """create or replace function app.who_looked(p_case uuid)
            returns table (at timestamptz, who text, purpose varchar, kind varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              with may as materialized (
                select c.id, c.id = any((select app.my_files())::uuid[]) as file,
                  (c.ends_on is null or c.ends_on >= app.today())
                    and (c.team_id = any((select app.my_leads())::int[]) or c.team_id = any((select app.my_teams())::int[])
                      and (not c.sealed or c.coordinator_id = (select app.active_account()))) as home
                from public.wijkteam_case c where c.id = p_case
              ), about (kind, object_id) as (
                select k, may.id from may, unnest(array['case_summary', 'case_plan', 'case_contacts', 'case_journal']) as k
                where may.home or may.file
                union all
                select 'case_action', x.id from may join public.wijkteam_action x on x.case_id = may.id
                where may.home or may.file and (x.about_id is null or x.about_id = any((select app.my_persons())::uuid[]))
                union all -- a person may be in other cases too: who opened the name there is for that person only
                select 'person', t.person_id from may join public.wijkteam_participation t on t.case_id = may.id
                where may.file and t.person_id = any((select app.my_persons())::uuid[])
              )
              select l.at, coalesce(o.name, l.actor_kind)::text, l.purpose, l.kind
              from about join public.toestemming_accessline l on l.kind = about.kind and l.object_id = about.object_id
              cross join may
              left join public.mensen_account a on a.id = l.account_id
              left join public.mensen_organization o on o.id = a.organization_id
              -- When somebody of the house looked is for nobody else of the house.
              where l.purpose <> 'follow' and not exists (select 1 from public.wijkteam_participation t
                  join public.wijkteam_person p on p.id = t.person_id
                  where t.case_id = may.id and p.account_id = l.account_id)
                and (may.home or not app.untold_glass(null, l.account_id, l.at))
              order by l.at desc limit 500
            $$""",
        ),
        Function(
            "app.seen_through(uuid)",  # what the receiver of a share opened since it began; for who may withdraw it
            """create or replace function app.seen_through(p_share uuid)
            returns table (at timestamptz, kind varchar, object_id uuid, purpose varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              with its as materialized (
                select s.*, c.team_id as kept_by from public.wijkteam_share s join public.wijkteam_case c on c.id = s.case_id
                where s.id = p_share and (c.ends_on is null or c.ends_on >= app.today())
                  and (c.team_id = any((select app.my_leads())::int[]) or c.team_id = any((select app.my_teams())::int[])
                      and (not c.sealed or c.coordinator_id = (select app.active_account()))
                    or s.given_by_id = any((select app.my_persons())::uuid[])
                      and c.id = any((select app.my_files())::uuid[]))
              ), about (kind, object_id) as (
                select k, its.case_id
                from its, unnest(array['case_summary', 'case_plan', 'case_contacts', 'case_journal']) as k
                union all
                select 'case_action', x.id from its join public.wijkteam_action x on x.case_id = its.case_id
                union all
                select 'person', t.person_id from its join public.wijkteam_participation t on t.case_id = its.case_id
              )
              select l.at, l.kind, l.object_id, l.purpose from its cross join about
              join public.toestemming_accessline l on l.kind = about.kind and l.object_id = about.object_id
              where l.at >= its.valid_from and l.at < its.valid_until
                and (l.account_id = its.to_account_id or l.account_id in (select m.account_id
                  from public.mensen_membership m where m.team_id = its.to_team_id and m.role in ('worker', 'lead')
                    and m.valid_from <= l.at))
                and not exists (select 1 from public.mensen_membership m where m.account_id = l.account_id
                  and m.team_id = its.kept_by and m.role in ('worker', 'lead'))
              order by l.at desc limit 500
            $$""",
        ),
        Function(
            "app.people_of_team(int)",  # names of who works in a team of mine
            """create or replace function app.people_of_team(p_team int) returns table (id bigint, name varchar)
            language sql stable security definer set search_path = pg_catalog as $$
              select a.id, a.name from public.mensen_membership m
              join public.mensen_account a on a.id = m.account_id and a.is_active
              where m.team_id = p_team and p_team = any((select app.my_teams())::int[]) and m.role in ('worker', 'lead')
                and m.valid_from <= clock_timestamp() and (m.valid_until is null or m.valid_until > clock_timestamp())
              order by a.name
            $$""",
        ),
        Function(
            "app.account_at_work(text)",  # to share with one person one needs the whole address; for people in a team
            """create or replace function app.account_at_work(p_email text) returns bigint
            language sql stable security definer set search_path = pg_catalog as $$
              select a.id from public.mensen_account a
              where a.email = lower(p_email) and a.is_active and cardinality(app.my_teams()) > 0
                and (a.role = 'worker' or exists (select 1 from public.mensen_membership m
                  where m.account_id = a.id and m.role in ('worker', 'lead')))
            $$""",
        ),
        migrations.RunSQL("create sequence wijkteam_case_number", "drop sequence wijkteam_case_number"),
        Function(
            "app.number_case()",
            """create or replace function app.number_case() returns trigger
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            declare
              next text := nextval('public.wijkteam_case_number')::text;
            begin
              new.number := to_char(app.today(), 'YYYY') || '-' || lpad(next, greatest(5, length(next)), '0');
              return new;
            end $$""",
            grant=False,
        ),
        Function(
            "app.join_own_track()",
            """create or replace function app.join_own_track() returns trigger
            language plpgsql volatile security definer set search_path = pg_catalog as $$
            begin
              if coalesce(current_setting('app.ctx', true), '') <> '' and app.active_account() is not null then
                insert into public.wijkteam_meldcodemember (id, track_id, account_id)
                values (gen_random_uuid(), new.id, app.active_account());
              end if;
              return null;
            end $$""",
            grant=False,
        ),
        Function(
            "app.guard_row()",  # which columns may change, and which of those once
            """create or replace function app.guard_row() returns trigger
            language plpgsql set search_path = pg_catalog as $$
            declare
              changing text[] := string_to_array(tg_argv[0], ',');
              once text[] := string_to_array(tg_argv[1], ',');
              before jsonb := to_jsonb(old);
              after jsonb;
              told text;
            begin
              if tg_op = 'DELETE' then
                raise exception 'nothing is removed from %', tg_table_name using errcode = '42501';
              end if;
              after := to_jsonb(new);
              if (before - changing) is distinct from (after - changing) then
                raise exception 'this does not change in %', tg_table_name using errcode = '42501';
              end if;
              foreach told in array once loop
                if coalesce(before ->> told, '') <> '' and before -> told is distinct from after -> told then
                  raise exception 'this changes once in %', tg_table_name using errcode = '42501';
                end if;
              end loop;
              return new;
            end $$""",
            grant=False,
        ),
        migrations.RunSQL(
            [
                "create trigger number before insert on wijkteam_case for each row execute function app.number_case()",
                "create trigger first_member after insert on wijkteam_meldcodetrack"
                " for each row execute function app.join_own_track()",
            ],
            [
                "drop trigger number on wijkteam_case",
                "drop trigger first_member on wijkteam_meldcodetrack",
            ],
        ),
        *(
            migrations.RunSQL(
                f"create trigger guard before update or delete on {table} for each row"
                f" execute function app.guard_row('{changing}', '{once}')",
                f"drop trigger guard on {table}",
            )
            for table, (changing, once) in GUARDED.items()
        ),
        Protect(*TABLES),
    ]
