"""All routes of the application, filled in with the ids of one case, so that no route is forgotten."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import sqlalchemy as sa

from app.cases.messages import KINDS
from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User, UserPost
from app.instances.models import Instance
from app.notifications.models import Notice
from app.papers.models import Paper
from app.sessions.models import MediationSession
from app.worklist.models import HumanTask

SAFE = {"GET", "HEAD", "OPTIONS"}


class Call(NamedTuple):
    method: str
    address: str
    endpoint: str
    permission: str


def values_of(case: Case) -> dict[str, list]:
    """{name of a route's argument: the values that belong to the case}; a route with another name fails the tests."""
    db.session.rollback()

    def ids(model, *conditions) -> list[int]:
        return list(db.session.scalars(sa.select(model.id).where(*conditions).order_by(model.id)))

    return {
        "case_no": [case.case_no], "message": [*KINDS][:4], "task_id": ids(HumanTask, HumanTask.case_id == case.id),
        "instance_id": ids(Instance, Instance.case_id == case.id),
        "notice_id": ids(Notice, Notice.case_id == case.id)[:3], "user_id": ids(User)[:2], "unit_id": ids(OrgUnit)[:2],
        "post_id": ids(UserPost)[:1],
        "paper_id": ids(Paper, Paper.case_id == case.id) or [1], "number": [1], "order_id": [1], "sheet": [1], "size": ["small"], "token_id": [1], "clock_id": ["CK06"], "party_id": [party.id for party in case.parties][:2],
        "errand_id": [1], "token": ["0" * 32],
        "key": [party.same_key for party in case.parties][:2], "name": ["favicon.svg"],
        "appraisal_id": [1], "report_id": [1], "list_key": ["documents"], "kind": ["X"], "code": ["D01"], "run_id": [1], "group": ["NEW"], "view_id": [1], "verb": ["transfer"],
        "session_id": ids(MediationSession, MediationSession.case_id == case.id) or [1], "room_id": [1], "secret": ["unknown"],
    }


def calls(app, case: Case) -> Iterator[Call]:
    """Every method of every route with every value of its arguments."""
    values = values_of(case)
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        names = sorted(rule.arguments)
        permission = app.view_functions[rule.endpoint].permission
        unknown = [name for name in names if name not in values]
        assert not unknown, f"{rule.rule} has no value for {', '.join(unknown)}: add it to values_of in tests/security/every_route.py"
        for chosen in product(*(values[name] for name in names)):
            _, address = rule.build(dict(zip(names, chosen, strict=True)))
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield Call(method, address, rule.endpoint, permission)


def is_about(call: Call, case: Case) -> bool:
    """The address names something of the case."""
    return any(word in call.address for word in (case.case_no, "/tasks/", "/diagrams/"))
