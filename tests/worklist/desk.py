"""Tasks for the tests of lists, put straight into the tables: a few hundred are there in an instant."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Party
from app.db import db, unit_of_work
from app.instances.models import Instance
from app.worklist import desk_rows, offers
from app.worklist.models import HumanTask, TaskCandidate
from tests.instances.running import start

VILLAGE = "990121100200"


class Desk:
    """`desk.task("li.xiulan", title="…")` is an open task of a case of its own in 上河村, hers; None leaves it to be taken."""

    def __init__(self, cast):
        self.cast, self.example = cast, start(cast)

    def task(self, who: str | None = None, *, name: str = "安排调解", role: str = "R04", unit: str | None = None,
             due_hours: float | None = 24, region: str = VILLAGE, parties=("王长河", "李大山"), excluded=(), sent_by=None,
             **of_case) -> int:
        now = clock.now()
        with unit_of_work():
            case = Case(created_at=now, registered_at=now, status="HANDLING", region_code=region, facts={},
                        **{"title": "一堵墙引起的纠纷", "tier": "VILLAGE", "risk_level": "GREEN", "route": "PEOPLE",
                           "party_count": len(parties), **of_case})
            case.parties = [Party(position=place, role="APPLICANT" if place == 0 else "RESPONDENT", kind="PERSON", name=person)
                            for place, person in enumerate(parties)]
            db.session.add(case)
            db.session.flush()
            return self._open(case.id, now, name, role, who and self.cast.user(who), unit and self.cast.unit(unit),
                              None if unit else region, None if due_hours is None else now + timedelta(hours=due_hours),
                              list(excluded), sent_by and self.cast.user(sent_by))

    def _open(self, case_id, now, name, role, holder, unit_id, region, due_at, excluded, sent_by_id) -> int:
        """As the projection does it (reactions.py)."""
        digest = db.session.scalar(sa.select(Instance.digest).where(Instance.id == self.example.id))
        instance = Instance(case_id=case_id, process_id="p", digest=digest, status="RUNNING", state=b"", version=1, started_at=now)
        db.session.add(instance)
        db.session.flush()
        row = {"instance_id": instance.id, "step": "1", "element": "first", "process_id": "p", "digest": digest, "case_id": case_id,
               "name": name, "form_key": "p/note", "roles": role, "unit_id": unit_id, "region_code": region,
               "excluded": excluded, "settings": {}, "local": {}, "status": "OPEN", "opened_at": now, "due_at": due_at,
               "claimed_by_id": holder, "claimed_at": holder and now, "sent_by_id": sent_by_id}
        row |= desk_rows.opening(row, case_id)
        task_id = db.session.scalar(sa.insert(HumanTask).returning(HumanTask.id), row)
        db.session.execute(sa.insert(TaskCandidate), offers.rows(task_id, row))
        return task_id

    def case_of(self, task_id: int) -> Case:
        return db.session.get(Case, db.session.get(HumanTask, task_id).case_id, populate_existing=True)

    def change_case(self, task_id: int, **values) -> None:
        with unit_of_work():
            case = self.case_of(task_id)
            for name, value in values.items():
                setattr(case, name, value)
