"""Jobs of this room: thin, idempotent."""

from procrastinate.contrib.django import app

from wijkkompas.toestemming import actions, audit, destruction


@app.periodic(cron="20 2 * * *")
@app.task(queue="retention", queueing_lock="forget_old_lines")
def forget_old_lines(timestamp: int) -> None:
    """Every night: who opened what is kept as long as its term says, no longer."""
    actions.forget_old_lines()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="audit", queueing_lock="grow_logs")
def grow_logs(timestamp: int) -> None:
    """Every ten minutes: new leaves get their place, and each log that grew a signed head."""
    audit.grow_all()


@app.periodic(cron="50 3 * * *")
@app.task(queue="audit", queueing_lock="look_for_changes")
def look_for_changes(timestamp: int) -> None:
    """Every night: was something in the logs changed afterwards? `check-health` tells."""
    audit.look_for_changes()


@app.periodic(cron="30 2 * * *")
@app.task(queue="retention", queueing_lock="carry_out_destruction")
def carry_out_destruction(timestamp: int) -> None:
    """Every night: lists that two people of the municipality confirmed."""
    destruction.carry_out()
