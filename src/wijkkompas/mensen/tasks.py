"""Jobs of this room."""

from procrastinate.contrib.django import app

from wijkkompas.kern import clock
from wijkkompas.mensen.throttle import forget_old


@app.periodic(cron="7 * * * *")
@app.task(queue="retention", queueing_lock="forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Counters live at most 24 hours."""
    forget_old(clock.now())
