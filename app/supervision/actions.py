"""Issue and release slips."""

import sqlalchemy as sa

from app import clock, events, observe
from app.cases import thresholds, timeline
from app.cases.models import Case
from app.db import db
from app.notifications import actions as notifications
from app.notifications import audience, matrix
from app.supervision import rules
from app.supervision.events import SlipIssued
from app.supervision.models import Slip
from app.worktime.queries import calendar_for


def issue(case: Case, action: str, notify: str, feedback_within: str, watched: dict, facts: dict, reason: str,
          actor, element: str) -> Slip | None:
    """Issue a slip, tell those named in `notify` and write it on the timeline; None if it was issued before.

    `feedback_within` is the table's word ("1wd", "当日"); the clock that counts it is started by the diagram.
    """
    level, occasion = rules.level_of(action), _occasion(case, action, reason, watched, facts)
    if (level and level <= case.supervise_level) or _issued(case.id, occasion):
        return None
    if _urged_lately(case, reason, element):
        return None
    slip = Slip(case_id=case.id, slip_no=_next_number(case, action), kind=rules.kind_of(action), level=level,
                occasion=occasion, clock_id=watched.get("id"), due_at=case.due_at,
                overdue_wd=watched.get("overdueWd") or 0, notify=notify[:200], feedback_within=feedback_within[:20],
                issued_at=clock.now(), issuer=actor.name if actor else "系统")
    db.session.add(slip)
    case.supervise_level = max(case.supervise_level, level)
    case.urge_count += action == "URGE"
    text = f"{rules.NAMES.get(action, action)}（{slip.slip_no}）：{rules.why(action, reason, watched, facts)}"
    notifications.tell(case, slip.kind, audience.words_in(notify), text, matrix.event_of(action, slip.kind))
    timeline.write(case.id, slip.kind, text, actor, element, slip=slip.slip_no, level=level, notify=notify,
                   feedbackWithin=feedback_within)
    db.session.flush()
    events.publish(SlipIssued(case.id, action, slip.issued_at))
    observe.instrument("supervision.issued", case=case.id, what=action, slip=slip.slip_no)
    return slip


def release(case: Case, reason: str, actor, element: str) -> None:
    """Release what is in force; the only way a level goes down (handbook §8.2)."""
    released = db.session.execute(
        sa.update(Slip).where(Slip.case_id == case.id, Slip.level > 0, Slip.released_at.is_(None))
        .values(released_at=clock.now(), released_by=actor.name if actor else "系统", release_reason=reason[:500]))
    case.supervise_level, case.feedback_overdue = 0, False
    db.session.flush()
    timeline.write(case.id, "SUPERVISE", f"督办解除：{reason}" if reason else "督办解除", actor, element,
                   slips=released.rowcount)


def _occasion(case: Case, action: str, reason: str, watched: dict, facts: dict) -> str:
    """A level that a person decides on may come again after a release; nobody else repeats himself."""
    occasion = rules.occasion_of(action, reason, watched, facts)
    by_a_person = rules.level_of(action) and reason in rules.SAID
    return f"{occasion}:{_count(case)}" if by_a_person and _issued(case.id, occasion) else occasion


def _urged_lately(case: Case, reason: str, element: str) -> bool:
    """A party's urging draws a slip every so many working days; in between it is only written down."""
    if reason != "PARTY_URGE":
        return False
    every = thresholds.value("partyUrgeDays")
    last = db.session.scalar(sa.select(sa.func.max(Slip.issued_at)).where(
        Slip.case_id == case.id, Slip.occasion.contains(":PARTY_URGE")))
    if last is None or _working_days_since(case, last) >= every:
        return False
    words = f"当事人再次催办：{clock.local(last):%m月%d日}已催办，{every}个工作日内不重复发催办单。"
    timeline.write(case.id, "URGE", words, None, element)
    return True


def _working_days_since(case: Case, moment) -> int:
    return calendar_for(case.region_code).working_days_between(clock.local(moment).date(), clock.today())


def _issued(case_id: int, occasion: str) -> bool:
    return db.session.scalar(sa.select(Slip.id).where(Slip.case_id == case_id, Slip.occasion == occasion)) is not None


def _next_number(case: Case, action: str) -> str:
    mark = {"PROMPT": "提", "URGE": "催", "REASSIGN_REVIEW": "退"}.get(action, "督")
    return f"{case.case_no or case.id}-{mark}{_count(case) + 1:02}"


def _count(case: Case) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Slip).where(Slip.case_id == case.id))
