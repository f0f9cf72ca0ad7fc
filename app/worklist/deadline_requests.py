"""Asking for more time, or for the clock to stand still: a process of its own beside the main one."""

import sqlalchemy as sa

from app import clock
from app.cases import clock_view
from app.cases.models import Case
from app.db import db
from app.errors import Conflict, Forbidden
from app.instances import actions as instances
from app.instances import queries as running
from app.worklist.models import HumanTask

PROCESS = "deadline_change"


def begin(case: Case, actor) -> None:
    """Open the request form for whoever has the case in hand. One request at a time."""
    if actor.id not in (case.handler_id, case.mediator_id):
        raise Forbidden("只有承办人或调解员可以申请延期、中止或恢复。")
    if case.closed_at is not None:
        raise Conflict("案件已经办结，不用再申请延期。")
    if not clock_view.to_change(case, clock.now()):
        raise Conflict("这个案件现在没有可以延期、中止或恢复的时限。")
    main = running.of_case(case.id)[0]
    instances.hold(main.id, case.id)  # so that of two requests at once the second sees the first
    asked = sa.select(HumanTask.id).where(HumanTask.case_id == case.id, HumanTask.process_id == PROCESS,
                                          HumanTask.status == "OPEN").limit(1)
    if db.session.scalar(asked) is not None:
        raise Conflict("这个案件已有一份延期或中止申请在办，请先办完那一份。")
    instances.start(PROCESS, {}, case.id, actor, digest=main.digest)
