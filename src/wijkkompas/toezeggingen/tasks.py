"""The reminder job."""

from procrastinate.contrib.django import app

from wijkkompas.kern import clock
from wijkkompas.toezeggingen import actions


@app.periodic(cron="30 7,13 * * 1-5")
@app.task(queue="promises", queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Twice each working day."""
    actions.remind(clock.now())
