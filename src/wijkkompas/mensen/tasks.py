"""Jobs of this room."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.core.management import call_command
from procrastinate.contrib.django import app

from wijkkompas.kern import clock
from wijkkompas.mensen.throttle import forget_old


@app.periodic(cron="7 * * * *")
@app.task(queue="retention", queueing_lock="forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Counters live at most 24 hours."""
    forget_old(clock.now())
    AccessAttempt.objects.filter(attempt_time__lt=clock.now() - timedelta(hours=24)).delete()
    call_command("clearsessions")
