"""Jobs of this room."""

from procrastinate.contrib.django import app

from wijkkompas.kern import clock
from wijkkompas.wijkteam.destroying import actions as destroying
from wijkkompas.wijkteam.signals import actions as signals


@app.periodic(cron="35 2 * * *")
@app.task(queue="retention", queueing_lock="forget_signals")
def forget_signals(timestamp: int) -> None:
    """Every night: signals whose last day is over are destroyed."""
    signals.forget_what_is_over()


@app.periodic(cron="35 1 1 * *")
@app.task(queue="retention", queueing_lock="propose_cases")
def propose_cases(timestamp: int) -> None:
    """Every first day of the month: cases past their last day, for two people of the municipality to look at."""
    destroying.propose(clock.today())
