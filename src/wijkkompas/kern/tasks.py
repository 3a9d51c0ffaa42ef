"""Rescue: a job whose worker was killed stays `doing`; every minute such jobs are started again.

procrastinate finds them by the heartbeat of their worker (research note stack.md 4). Jobs are idempotent.
"""

from procrastinate.contrib.django import app

SILENT_SECONDS = 30


@app.periodic(cron="* * * * *")
@app.task(queue="rescue", queueing_lock="rescue_stalled", pass_context=True)
async def rescue_stalled(context: object, timestamp: int) -> None:
    """Start stalled jobs again."""
    manager = context.app.job_manager  # type: ignore[attr-defined]
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await manager.retry_job(job)
