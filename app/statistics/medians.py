"""How long each kind of task usually takes: counted at night, because it reads half a year of finished tasks."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.statistics import lines, rules
from app.statistics.models import NodeMedian
from app.worklist.models import HumanTask

LOOKED_BACK = timedelta(days=180)


def count_anew() -> int:
    """Count the median (nearest rank) of every kind of task finished often enough; returns how many kinds."""
    now = clock.now()
    medians = _medians(now - LOOKED_BACK)
    with unit_of_work():
        db.session.execute(sa.delete(NodeMedian))
        if medians:
            db.session.execute(sa.insert(NodeMedian), [
                {"element": element, "seconds": seconds, "finished": number, "counted_at": now} for element, seconds, number in medians])
    return len(medians)


def cutoffs(now) -> dict:
    """{element: opened before this moment, a task stands longer than so many times the usual}."""
    times = lines.stuck().times_median
    return {row.element: now - timedelta(seconds=times * row.seconds)
            for row in db.session.scalars(sa.select(NodeMedian))}


def _medians(since) -> list[tuple[str, int, int]]:
    seconds = _seconds_between(HumanTask.opened_at, HumanTask.done_at)
    ranked = sa.select(
        HumanTask.element, seconds.label("seconds"),
        sa.func.row_number().over(partition_by=HumanTask.element, order_by=seconds).label("rank"),
        sa.func.count().over(partition_by=HumanTask.element).label("number"),
    ).where(HumanTask.status == "DONE", HumanTask.done_at >= since, HumanTask.case_id.is_not(None)).subquery()
    found = db.session.execute(sa.select(ranked.c.element, ranked.c.seconds, ranked.c.number).where(
        ranked.c.rank * 2 - ranked.c.number >= 0, ranked.c.rank * 2 - ranked.c.number <= 1, ranked.c.number >= rules.FEWEST_FOR_A_MEDIAN))
    return [(element, int(length), number) for element, length, number in found]


def _seconds_between(first, last):
    if db.engine.dialect.name == "sqlite":
        return (sa.func.julianday(last) - sa.func.julianday(first)) * 86400
    return sa.extract("epoch", last - first)
