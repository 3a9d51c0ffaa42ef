"""Jobs: thin, idempotent, ids only."""

from procrastinate.contrib.django import app

from wijkkompas.kern import clock
from wijkkompas.wegwijzer import actions, finding
from wijkkompas.wegwijzer.editing import claims
from wijkkompas.wegwijzer.merging import deeds, queue
from wijkkompas.wegwijzer.upkeep import actions as upkeep
from wijkkompas.wegwijzer.upkeep import asking, numbers


@app.task(queue="index", queueing_lock="rebuild_index", lock="rebuild_index")
def rebuild_index() -> None:
    """Build the search index again."""
    finding.rebuild_index()


@app.periodic(cron="10 3 * * *")
@app.task(queue="index", queueing_lock="find_duplicates")
def find_duplicates(timestamp: int) -> None:
    """Look which records appear twice; empty what can no longer be undone."""
    queue.look_again()
    deeds.forget_what_cannot_be_undone()


@app.periodic(cron="40 2 * * *")
@app.task(queue="retention", queueing_lock="forget_what_is_over")
def forget_what_is_over(timestamp: int) -> None:
    """Destroy what has outlived its term."""
    actions.forget_what_is_over()
    claims.forget_old(clock.now())


@app.periodic(cron="10 3 * * *")
@app.task(queue="upkeep", queueing_lock="plan_checks", lock="upkeep")
def plan_checks(timestamp: int) -> None:
    """Every record, and every crisis number, has a check with a date."""
    upkeep.plan_checks(clock.now())
    numbers.plan_number_checks(clock.now())


@app.periodic(cron="15 8 * * 2")
@app.task(queue="upkeep", queueing_lock="ask_organizations", lock="upkeep")
def ask_organizations(timestamp: int) -> None:
    """On Tuesday mornings: mail organisations about records that are due."""
    asking.ask_organizations(clock.now())
