"""Jobs of the postman."""

from procrastinate.contrib.django import app

from wijkkompas.post import actions


@app.task(queue="post", queueing_lock=None)
def empty_outbox() -> None:
    """Send what is queued."""
    actions.send_queued()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="post", queueing_lock="retry_outbox", pass_context=False)
def retry_outbox(timestamp: int) -> None:
    """Try again what failed, and send what a killed process left."""
    actions.send_queued()


@app.periodic(cron="17 3 * * *")
@app.task(queue="post", queueing_lock="forget_sent")
def forget_sent(timestamp: int) -> None:
    """Destroy texts of post sent more than 30 days ago."""
    actions.forget_sent()
