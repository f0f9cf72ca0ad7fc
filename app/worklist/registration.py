"""A new dispute at the window: the case, its process and the finished registration task, all or nothing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.cases import lifecycle
from app.db import db
from app.errors import Unavailable
from app.instances import actions as instances
from app.processes import queries as processes
from app.worklist import actions
from app.worklist.models import HumanTask

MAIN_PROCESS = "dispute_main"
FIRST_TASK = "ut_register"
FORM_KEY = f"{MAIN_PROCESS}/{FIRST_TASK}"


def register(answers: Mapping[str, Any], actor) -> int:
    """Open a case with a complete registration form; returns the case's id. Wrong answers leave nothing behind.

    Of two who register at once the second waits for the first one's number, so that its look for duplicates finds the first."""
    case_id = begin(actor)
    actions.complete(_first_task(case_id), answers, actor)
    return case_id


def begin(actor) -> int:
    """Open a case whose registration form is still to be filled in, in the actor's own worklist."""
    case_id = lifecycle.open_case(actor)
    instances.start(MAIN_PROCESS, {}, case_id, actor)
    actions.claim(_first_task(case_id), actor)
    return case_id


def blank_form() -> tuple[str, dict]:
    """(digest, schema) of the registration form that new cases use now."""
    digest = processes.active_digest()
    return digest, processes.form_schema(digest, FORM_KEY)


def usual_answers(actor) -> dict[str, Any]:
    """What a blank form opens with besides its own defaults: who applies and against whom, and in a village its own place."""
    place = next((post.region_code for post in actor.posts if post.level == "VILLAGE"), None)
    usual = {"partyKind": "PERSON", "idType": "ID_CARD"} | ({"regionCode": place} if place else {})
    rows = [{"partyRole": role, **usual} for role in ("APPLICANT", "RESPONDENT")]
    return {"parties": rows, **({"placeRegionCode": place} if place else {})}


def _first_task(case_id: int) -> int:
    found = db.session.scalar(sa.select(HumanTask.id).where(
        HumanTask.case_id == case_id, HumanTask.element == FIRST_TASK, HumanTask.status == "OPEN"))
    if found is None:
        raise Unavailable(f"主流程里没有登记任务（{FIRST_TASK}），请系统管理员检查已部署的流程图。")
    return found
