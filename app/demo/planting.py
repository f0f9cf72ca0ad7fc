"""Plants the cases: each is walked by the people whose tasks they are, on the days on which it would have happened.

Time is moved while this runs, and what falls due in between (prompts, visits, ratings) happens as it would have. Only for a
database without cases; a county's own history is never mixed with it.
"""

import json
import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity import loading
from app.identity.models import User
from app.instances import timers
from app.instances.models import WaitingTimer
from app.instances.queries import variables_of
from app.worklist import actions, registration
from app.worklist.models import HumanTask
from app.worklist.permissions import is_candidate

HERE = Path(__file__).parent
FIRST = "ut_register"
PACE = timedelta(hours=3)
"""Between two steps of a case."""


def plant() -> int:
    """Walks all cases as far as their story goes; returns how many were planted, 0 if the database has cases."""
    if db.session.scalar(sa.select(Case.id).limit(1)) is not None:
        return 0
    present = clock.now()
    stories = sorted((Story(told, present) for told in _read("cases.json")), key=lambda story: story.next_at)
    try:
        while (story := min((story for story in stories if story.goes_on), key=lambda each: each.next_at, default=None)):
            _let_time_pass(min(story.next_at, present))
            story.go_on()
        _let_time_pass(present)
    finally:
        clock.run_free()
    return len(stories)


def _let_time_pass(moment: datetime) -> None:
    """Fires every timer on the way, each at its moment; time never goes back."""
    due = sa.select(sa.func.min(WaitingTimer.wake_at))
    while (at := db.session.scalar(due)) is not None and at <= moment:
        clock.move_to(max(at, clock.now()) if at > clock.now() else clock.now())
        if not timers.fire_due():
            break
        db.session.rollback()
    clock.move_to(moment)


class Story:
    """One case: what is told about it, and when its next step is."""

    def __init__(self, told: dict, present: datetime):
        self._told, self._present = told, present
        begun = clock.local(present) - timedelta(days=told["begunDaysAgo"])
        self.next_at = _morning(begun - timedelta(days=max(0, begun.weekday() - 4)))
        self.case_id: int | None = None
        self.goes_on = True

    def go_on(self) -> None:
        """The next step, by whoever may do it; a story that waits for its time looks again the next morning."""
        with unit_of_work():
            done = self._register() if self.case_id is None else self._next_task()
        self.next_at = _office_hours(self.next_at + PACE) if done else _morning(self.next_at + timedelta(days=1))
        self.goes_on = done != self._told["until"] and self.next_at <= self._present

    def _register(self) -> str:
        self.case_id = registration.register(self._answers(FIRST) | self._told["registered"], _actor("zhou.min"))
        return FIRST

    def _next_task(self) -> str | None:
        open_tasks = db.session.scalars(sa.select(HumanTask).where(
            HumanTask.case_id == self.case_id, HumanTask.status == "OPEN").order_by(HumanTask.id)).all()
        for task in open_tasks:
            if task.element in _steps() and (who := _whose(task)) is not None:
                self._do(task, who)
                return task.element
        return None

    def _do(self, task: HumanTask, who) -> None:
        actions.complete(task.id, self._answers(task.element, who) | self._proposed(task), who)

    def _proposed(self, task: HumanTask) -> dict[str, Any]:
        """What the tables propose is accepted as it is."""
        known = variables_of(task.instance_id)
        if task.element == "ut_triage_confirm":
            return known["proposal"] | {"overrideReason": None}
        return {"decision": known["acceptance"]["decision"]} if task.element == "ut_accept_review" else {}

    def _answers(self, element: str, who=None) -> dict[str, Any]:
        step = _steps()[element]
        return self._filled(step["answers"], who) | {"outcome": step["outcome"]}

    def _filled(self, value, who):
        match value:
            case dict():
                return {name: self._filled(item, who) for name, item in value.items()}
            case list():
                return [self._filled(item, who) for item in value]
            case str():
                return self._word(value, who)
        return value

    def _word(self, text: str, who):
        if text.startswith("@person:"):
            return _actor(text.removeprefix("@person:")).id
        if text == "@parties":
            return self._told["parties"]
        if text == "@whoever":
            return who.id
        if text == "@agreement":
            return db.session.get(Case, self.case_id).agreement_no
        if found := re.fullmatch(r"@(today|now)(?:([+-]\d+)([dh]))?", text):
            return _moment(*found.groups())
        a, b = (party["name"] for party in self._told["parties"])
        started = clock.today() - timedelta(days=self._told["startedDaysAgo"])
        return text.format(a=a, b=b, title=self._told["title"], description=self._told["description"],
                           request=self._told["request"], started=started.isoformat()) if "{" in text else text


def _moment(kind: str, count: str | None, unit: str | None) -> str:
    now = clock.local(clock.now())
    shifted = now + (timedelta(**{{"d": "days", "h": "hours"}[unit]: int(count)}) if count else timedelta())
    return shifted.date().isoformat() if kind == "today" else shifted.isoformat(timespec="minutes")


def _morning(moment: datetime) -> datetime:
    """Nine o'clock of that day, or of the Monday after a weekend."""
    local = clock.local(moment).replace(hour=9, minute=0, second=0, microsecond=0)
    return local + timedelta(days={5: 2, 6: 1}.get(local.weekday(), 0))


def _office_hours(moment: datetime) -> datetime:
    local = clock.local(moment)
    return local if local.hour < 17 and local.weekday() < 5 else _morning(local + timedelta(days=1))


def _whose(task: HumanTask):
    """Who has claimed it, or the first of the county's people who may do it."""
    if task.claimed_by_id:
        return loading.actor_with_id(task.claimed_by_id)
    return next((actor for actor in map(loading.actor_with_id, _people()) if is_candidate(task, actor)), None)


def _people() -> list[int]:
    return list(db.session.scalars(sa.select(User.id).order_by(User.id)))


def _actor(username: str):
    return loading.actor_with_id(db.session.scalar(sa.select(User.id).where(User.username == username)))


@cache
def _steps() -> dict[str, dict]:
    return _read("steps.json")


def _read(name: str):
    return json.loads((HERE / name).read_text(encoding="utf-8"))
