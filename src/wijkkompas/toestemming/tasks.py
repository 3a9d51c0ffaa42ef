"""Jobs of this room: thin, idempotent."""

from procrastinate.contrib.django import app

from wijkkompas.toestemming import actions


@app.periodic(cron="20 2 * * *")
@app.task(queue="retention", queueing_lock="forget_old_lines")
def forget_old_lines(timestamp: int) -> None:
    """Every night: who opened what is kept as long as its term says, no longer."""
    actions.forget_old_lines()
