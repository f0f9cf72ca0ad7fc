"""The stations of a case: opened, numbered, one status after the other, merged, closed, taken up again."""

from datetime import datetime

from app import clock, events, observe
from app.cases import clocks, numbering, timeline
from app.cases.events import StationReached
from app.cases.models import Case
from app.cases.statuses import CLOSED, STAMPED, STATUSES
from app.db import db
from app.errors import Conflict, Invalid

_ENTRANCE = ("R01", "R12", "R13", "R14", "R05", "R08", "R09", "R07", "R02", "R03", "R30")


def open_case(actor) -> int:
    """A new case without a number, at the actor's own post; returns its id."""
    posts = {post.role: post for post in reversed(actor.posts)}
    post = next((posts[role] for role in _ENTRANCE if role in posts), actor.posts[0] if actor.posts else None)
    now = clock.now()
    case = Case(created_at=now, registered_at=now, registered_by_id=actor.id, status="REGISTERED",
                registered_unit_id=post.unit_id if post else None, region_code=post.region_code if post else "",
                facts={})
    db.session.add(case)
    db.session.flush()
    observe.instrument("case.opened", case=case.id, by=actor.id)
    return case.id


def register(case: Case, actor, now: datetime, instance_id: int | None = None) -> str:
    """Registration is complete: the case gets its number and its age begins to count."""
    if case.case_no is None:
        numbering.number_case(case, now)
        case.registered_at = case.registered_at or now
        db.session.flush()
        timeline.write(case.id, "REGISTER", f"登记完成，案号 {case.case_no}。", actor)
        clocks.start(clocks.of(case.id, now, actor, instance_id), "CK_CASE180", started=case.registered_at)
        events.publish(StationReached(case.id, "NUMBERED", None, actor, now))
        observe.instrument("case.registered", case=case.id, no=case.case_no)
    return case.case_no


def reach(case: Case, status: str, actor, now: datetime, instance_id: int | None = None) -> None:
    """The case reaches a status; the moment is kept, the light follows, and the timeline says so."""
    if status not in STATUSES:
        raise Invalid(f"没有“{status}”这个案件状态，请检查流程图。")
    before = case.status
    if status == before:
        return
    if before == "ARCHIVED":
        raise Conflict("案件已归档，不能再改变状态。有新的情况请重新登记。")
    case.status = status
    _stamp(case, status, now)
    timeline.write(case.id, "STATUS", f"案件{STATUSES[status]}。", actor, before=before, status=status)
    on = clocks.of(case.id, now, actor, instance_id)
    if status in CLOSED and before not in CLOSED:
        clocks.stop_all(on, STATUSES[status])
    on.close()
    events.publish(StationReached(case.id, status, before, actor, now))
    observe.instrument("case.reached", case=case.id, status=status)


def merge(case: Case, into: Case, actor, now: datetime, instance_id: int | None = None) -> None:
    """The same dispute again: it goes on in the other case."""
    if case.id == into.id:
        raise Invalid("不能把案件并入它自己，请核对在办案件的案号。")
    if into.closed:
        raise Conflict(f"案件{into.case_no}已经{STATUSES[into.status]}，不能并入，请核对案号。")
    case.merged_into_id = into.id
    reach(case, "MERGED", actor, now, instance_id)
    timeline.write(case.id, "MERGE", f"并入在办案件 {into.case_no}。", actor, into=into.case_no)
    words = f"案件 {case.case_no or case.id} 与本案同一事由，已并入。"
    timeline.write(into.id, "MERGE", words, actor, merged=case.case_no)


def _stamp(case: Case, status: str, now: datetime) -> None:
    if status == "DISPATCHED":
        case.signed_at = None  # a new unit has to sign again
    if status in STAMPED and not (status == "ACCEPTED" and case.accepted_at):
        setattr(case, STAMPED[status], now)
    if status == "SIGNED":
        case.last_progress_at = now
    if status in CLOSED:
        case.closed_at = case.closed_at or now
    elif case.closed_at is not None:
        case.closed_at, case.reopen_count = None, case.reopen_count + 1
