"""Jobs of this room: thin, idempotent."""

from procrastinate.contrib.django import app

from wijkkompas.wijkteam.signals import actions as signals


@app.periodic(cron="35 2 * * *")
@app.task(queue="retention", queueing_lock="forget_signals")
def forget_signals(timestamp: int) -> None:
    """Every night: signals whose last day is over are destroyed."""
    signals.forget_what_is_over()
