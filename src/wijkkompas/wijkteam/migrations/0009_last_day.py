"""After its last day nobody reads of a case: not who took part, and not who broke the glass."""

from django.db import migrations

from wijkkompas.kern.access.database import Protect
from wijkkompas.wijkteam.migrations._functions import CASE_LIVES


class Migration(migrations.Migration):
    dependencies = [("wijkteam", "0008_destroying")]

    operations = [CASE_LIVES, Protect("wijkteam_participation", "wijkteam_breakglass")]
