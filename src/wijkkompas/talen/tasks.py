"""Jobs: thin, idempotent."""

from procrastinate.contrib.django import app

from wijkkompas.talen import actions


@app.task(queue="talen", queueing_lock="mark_stale", lock="mark_stale")
def mark_stale() -> None:
    """After a change of the directory: note which translations are of an older Dutch text."""
    actions.mark_stale()


@app.periodic(cron="25 2 * * *")
@app.task(queue="talen", queueing_lock="mark_stale_nightly", lock="mark_stale")
def mark_stale_nightly(timestamp: int) -> None:
    """Once a night, for what changed without telling."""
    actions.mark_stale()
