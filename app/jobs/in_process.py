"""The list of jobs under APScheduler, in one process. APScheduler only says "now"; what is due stands in the database."""

import logging

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from app import observe
from app.db import db
from app.jobs.schedule import Job, jobs


def scheduler(app: Flask) -> BlockingScheduler:
    """A scheduler that is ready to be started. A missed or slow round is simply made up by the next one; a slow receiver
    or a recount of the whole county must not keep the timers waiting, so each has a thread."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    made = BlockingScheduler(executors={"default": ThreadPoolExecutor(4)}, timezone="UTC",
                             job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    for job in jobs(app.config["HEJIE"]):
        made.add_job(run, "interval", seconds=job.every, args=[app, job], id=job.name)
    return made


def run(app: Flask, job: Job) -> None:
    """One round of one job; whatever it raises is logged and the next round comes all the same."""
    observe.begin(f"job:{job.name}")
    with app.app_context():
        try:
            job.run()
        except Exception as why:  # a scheduler that stops is worse than a round that failed
            observe.alarm("job.failed", job=job.name, why=repr(why))
        finally:
            db.session.remove()


def run_all_once(app: Flask) -> None:
    """Every job one round, in order: for tests and for `flask sweep-once`."""
    for job in jobs(app.config["HEJIE"]):
        run(app, job)
