"""Keeps what lists sort and filter by on the tasks themselves: copied from the case when a task opens, and again whenever
the case changes, in the same transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.cases.brief import FOR_LISTS, brief
from app.cases.events import ClocksChanged
from app.cases.models import Case
from app.db import Moment, db, in_unit_of_work, run, write_with_commit
from app.identity.models import OrgUnit, UserPost
from app.worklist import desk_rules
from app.worklist.models import NEVER, HumanTask, TaskCandidate
from app.worktime.regions import regions_around

_TASKS, _OFFERS = HumanTask.__table__, TaskCandidate.__table__
_TASK, _OFFER = _TASKS.c, _OFFERS.c
_OPEN_OF_CASE = sa.and_(_TASK.case_id == sa.bindparam("which"), _TASK.status == sa.literal_column("'OPEN'"))


def _sooner(own, of_case: str):
    limit = sa.bindparam(of_case, type_=Moment())
    return sa.case((sa.and_(own.is_not(None), own < limit), own), else_=limit)


def _unless_paused(moment):
    return sa.case((sa.bindparam("still", type_=sa.Boolean()), sa.literal(NEVER, Moment())), else_=moment)


_PRESS = sa.update(_TASKS).where(_OPEN_OF_CASE).values(
    press_at=_unless_paused(_sooner(_TASK.due_at, "red")), yellow_at=_unless_paused(_sooner(_TASK.warn_at, "yellow")),
    paused=sa.bindparam("still", type_=sa.Boolean()), legal_due_at=sa.bindparam("legal"))
_NAME = sa.update(_TASKS).where(_TASK.case_id == sa.bindparam("which")).values(
    case_no=sa.bindparam("no"), risk=sa.bindparam("risk_rank"), tier=sa.bindparam("tier_rank"), route=sa.bindparam("way"))
_COPY_TO_OFFERS = sa.update(_OFFERS).where(_OFFER.task_id.in_(sa.select(_TASK.id).where(_OPEN_OF_CASE))).values({
    name: sa.select(_TASK[name]).where(_TASK.id == _OFFER.task_id).scalar_subquery()
    for name in ("press_at", "yellow_at", "paused")})
_NAMES = frozenset({"case_no", "risk_level", "tier", "route"})
_NEAREST = (
    sa.select(UserPost.unit_id).join(OrgUnit, OrgUnit.id == UserPost.unit_id)
    .where(UserPost.role.in_(sa.bindparam("roles", expanding=True)),
           OrgUnit.region_code.in_(sa.bindparam("around", expanding=True)))
    .order_by(OrgUnit.region_code.desc(), UserPost.unit_id).limit(1))
_OF_PERSON = (sa.select(UserPost.unit_id).where(UserPost.user_id == sa.bindparam("who"))
              .order_by(UserPost.role.in_(sa.bindparam("roles", expanding=True)).desc(), UserPost.id).limit(1))


def opening(row: Mapping[str, Any], case_id: int | None) -> dict[str, Any]:
    """The list columns of a task that is being opened; `row` has its other columns."""
    case = brief(case_id) if case_id is not None else None
    warn_at = desk_rules.start_of_day(row["due_at"])
    pressing = desk_rules.pressing(row["due_at"], warn_at, case)
    return {"warn_at": warn_at, "press_at": pressing.press_at, "yellow_at": pressing.yellow_at,
            "desk_unit_id": desk_of(row["roles"], row["unit_id"], row["region_code"], row["claimed_by_id"]),
            **(desk_rules.of_case(case) if case else {})}


def desk_of(roles: str, unit_id: int | None, region_code: str | None, holder_id: int | None) -> int | None:
    """The unit on whose desk a task lies."""
    if unit_id is not None:
        return unit_id
    if holder_id is not None:
        return run(_OF_PERSON, {"who": holder_id, "roles": roles.split(",")}).scalar()
    around = [code for code in regions_around(region_code or "") if code]
    return run(_NEAREST, {"roles": roles.split(","), "around": around}).scalar() if around else None


def follow_clocks(changed: ClocksChanged) -> None:
    """A ClocksChanged of the cases: a task whose first clock moved is due when that clock is."""
    if not changed.due:
        return
    tasks = db.session.execute(sa.select(HumanTask.id, HumanTask.settings, HumanTask.due_at).where(
        HumanTask.case_id == changed.case_id, HumanTask.status == "OPEN")).all()
    moved = {task.id: due for task in tasks
             if (due := changed.due.get(_first_clock(task.settings))) is not None and due != task.due_at}
    for task_id, due in moved.items():
        db.session.execute(sa.update(HumanTask).where(HumanTask.id == task_id).values(
            due_at=due, warn_at=desk_rules.start_of_day(due)).execution_options(synchronize_session=False))
    if moved:
        _write(db.session.connection(), brief(changed.case_id), FOR_LISTS)


def _first_clock(settings: Mapping[str, Any] | None) -> str:
    return str((settings or {}).get("clocks") or "").split(",")[0].strip()


@sa.event.listens_for(Case, "after_update")
def _case_changed(_mapper, connection, case: Case) -> None:
    state = sa.inspect(case)
    changed = [name for name in FOR_LISTS if state.attrs[name].history.has_changes()]
    if changed:
        _write(connection, case, changed)


def _write(connection, case, changed: Iterable[str]) -> None:
    copied = desk_rules.of_case(case)
    if _NAMES.intersection(changed):
        _later(connection, _NAME, {"which": case.id, "no": copied["case_no"], "risk_rank": copied["risk"],
                                   "tier_rank": copied["tier"], "way": copied["route"]})
    if not _NAMES.issuperset(changed):
        limits = desk_rules.pressing(None, None, case)
        _later(connection, _PRESS, {"which": case.id, "red": limits.press_at, "yellow": limits.yellow_at,
                                    "still": copied["paused"], "legal": copied["legal_due_at"]})
        _later(connection, _COPY_TO_OFFERS, {"which": case.id})


def _later(connection, statement: sa.Update, values: dict[str, Any]) -> None:
    """With the commit, where there is one coming: a step changes its case several times."""
    if in_unit_of_work():
        write_with_commit(statement, [values])
    else:
        connection.execute(statement, values)
