"""Wanderers who also send back and withdraw, on the shipped diagrams: rows and engine stay in step, nobody gets stuck."""

import pytest

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, DomainError, Forbidden
from app.worklist import permissions, returning, withdrawing
from app.worklist.models import HumanTask
from tests.journeys.walking import deploy_shipped
from tests.journeys.wandering import Wanderer


class GoingBack(Wanderer):
    """`returned`, `withdrawn`: how often it went back."""

    def __init__(self, cast, seed: int):
        super().__init__(cast, seed)
        self.returned = self.withdrawn = 0

    def _complete(self, task: HumanTask):
        luck = self.chance.random()
        if luck < 0.2 and self._send_back(task):
            return
        super()._complete(task)
        if luck > 0.85:
            self._withdraw(task.id)

    def _send_back(self, task: HumanTask) -> bool:
        who = self._somebody(task)
        try:
            choices = [one for one in returning.choices(task.id, who) if not one.blocked]
        except DomainError:
            return False
        db.session.rollback()
        if not choices:
            return False
        chosen = self.chance.choice(choices)
        with unit_of_work():
            opened = returning.send_back(task.id, chosen.task_id, "缺少材料", [number for number, *_ in chosen.closes], who)
        assert db.session.get(HumanTask, opened, populate_existing=True).status == "OPEN"
        self.returned += 1
        return True

    def _withdraw(self, task_id: int) -> None:
        done = db.session.get(HumanTask, task_id, populate_existing=True)
        if done.status != "DONE":
            return
        who = next(self.actor(name) for name, number in self.cast.users.items() if number == done.done_by_id)
        may = withdrawing.may(permissions.task_for(task_id, who), who)
        db.session.rollback()
        if not may:
            with pytest.raises((Conflict, Forbidden)), unit_of_work():
                withdrawing.withdraw(task_id, "填错了", who)
            return
        with unit_of_work():
            withdrawing.withdraw(task_id, "填错了", who)
        assert db.session.get(HumanTask, task_id, populate_existing=True).status == "OPEN"
        self.withdrawn += 1


@pytest.mark.parametrize("first", [0, 4])
def test_going_back_at_random_keeps_rows_and_engine_in_step(cast, first):
    deploy_shipped()
    returned = withdrawn = 0
    for seed in range(first, first + 4):
        clock.move_to("2026-03-02 09:00")
        walk = GoingBack(cast, seed).wander(50)
        returned, withdrawn = returned + walk.returned, withdrawn + walk.withdrawn
    assert returned > 3 and withdrawn > 3
