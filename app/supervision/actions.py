"""Issue and release slips."""

import sqlalchemy as sa

from app import clock, observe
from app.cases import timeline
from app.cases.models import Case
from app.db import db
from app.notifications import actions as notifications
from app.notifications import audience
from app.supervision import rules
from app.supervision.models import Slip


def issue(case: Case, action: str, notify: str, feedback_within: str, watched: dict, facts: dict, reason: str,
          actor, element: str) -> Slip | None:
    """Issue a slip, tell those named in `notify` and write it on the timeline; None if it was issued before.

    `feedback_within` is the table's word ("1wd", "当日"); the clock that counts it is started by the diagram.
    """
    occasion = rules.occasion_of(action, reason, watched, facts)
    level = rules.level_of(action)
    if _issued(case.id, occasion) or (level and level <= case.supervise_level):
        return None
    slip = Slip(case_id=case.id, slip_no=_next_number(case, action), kind=rules.kind_of(action), level=level,
                occasion=occasion, clock_id=watched.get("kind") or watched.get("id"), due_at=case.due_at,
                overdue_wd=watched.get("overdueWd") or 0, notify=notify[:200], feedback_within=feedback_within[:20],
                issued_at=clock.now(), issuer=actor.name if actor else "系统")
    db.session.add(slip)
    case.supervise_level = max(case.supervise_level, level)
    case.urge_count += action == "URGE"
    text = f"{rules.NAMES.get(action, action)}（{slip.slip_no}）：{_why(watched, facts, reason)}"
    notifications.tell(case, slip.kind, audience.words_in(notify), text)
    timeline.write(case.id, slip.kind, text, actor, element, slip=slip.slip_no, level=level, notify=notify,
                   feedbackWithin=feedback_within)
    db.session.flush()
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


def _issued(case_id: int, occasion: str) -> bool:
    return db.session.scalar(sa.select(Slip.id).where(Slip.case_id == case_id, Slip.occasion == occasion)) is not None


def _next_number(case: Case, action: str) -> str:
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Slip).where(Slip.case_id == case.id))
    mark = {"PROMPT": "提", "URGE": "催", "REASSIGN_REVIEW": "退"}.get(action, "督")
    return f"{case.case_no or case.id}-{mark}{count + 1:02}"


def _why(watched: dict, facts: dict, reason: str) -> str:
    if reason == "PARTY_URGE":
        return "当事人催办"
    if (watched.get("overdueWd") or 0) >= 1:
        return f"{watched.get('name') or '办理期限'}已超期 {watched['overdueWd']} 个工作日"
    if (facts.get("unsignedWd") or 0) >= 1:
        return f"派单后 {facts['unsignedWd']} 个工作日未签收"
    used = watched.get("usedPct") or 0
    if used >= 50:
        return f"{watched.get('name') or '办理期限'}已用 {int(used)}%"
    return f"已有 {facts.get('idleWd') or 0} 个工作日没有新的进展记录"
