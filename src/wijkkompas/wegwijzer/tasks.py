"""Jobs: thin, idempotent, ids only."""

from procrastinate.contrib.django import app

from wijkkompas.wegwijzer import actions, finding


@app.task(queue="index", queueing_lock="rebuild_index", lock="rebuild_index")
def rebuild_index() -> None:
    """Build the search index again."""
    finding.rebuild_index()


@app.periodic(cron="40 2 * * *")
@app.task(queue="retention", queueing_lock="forget_what_is_over")
def forget_what_is_over(timestamp: int) -> None:
    """Destroy what has outlived its term."""
    actions.forget_what_is_over()
