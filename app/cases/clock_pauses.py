"""Freezing, going on, and stretching a clock: the changes that need a reason (handbook §4.6, §4.7, P19)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.cases import catalogue, clock_rules, clocks, thresholds
from app.cases.clock_desk import Desk, when
from app.cases.models import CaseClock, ClockChange, ClockKind
from app.db import db
from app.errors import Conflict, Invalid

REASONS = {"APPRAISAL": "鉴定", "HEARING": "听证", "BOTH_PARTIES": "双方申请", "FORCE_MAJEURE": "不可抗力"}
_SPELLINGS = {"BOTH_REQUEST": "BOTH_PARTIES"} | {words: reason for reason, words in REASONS.items()}
SUSPENSION_WATCH = "SUSPENDED60"
TIER = "tier"
"""The watch over a tier stands still with the limit: nobody hands a case up because an appraisal takes its time."""


def suspend(on: Desk, name: str, reason: str, note: str = "") -> None:
    """Freeze what is left of a clock ("all": every clock of the light that this reason may freeze).

    Raises Invalid for a reason the clock's rule does not allow.
    """
    reason = _SPELLINGS.get(reason, reason)
    if reason not in REASONS:
        raise Invalid(f"“{reason}”不是可以中止计时的原因，只能选：{'、'.join(REASONS.values())}。")
    rows = [row for row in on.find(name) if row.state == "RUNNING"] or _nothing_to(on, name, "中止")
    allowed = [row for row in rows if reason in _kind(row).suspend_on.split(",")
               and row.unit in clock_rules.SUSPENDABLE_UNITS]
    if not allowed:
        raise Invalid(f"{rows[-1].name}不能因{REASONS[reason]}中止计时，请核对时限目录或选择其他原因。")
    for row in allowed:
        _freeze(on, row, reason, f"中止计时：{row.name}，原因：{REASONS[reason]}{_note(note)}。", note)
    for row in on.find(TIER):
        if row.state == "RUNNING":
            _freeze(on, row, reason, f"{row.name}随之中止计时。", note)
    clocks.start(on, SUSPENSION_WATCH)
    on.close()


def resume(on: Desk, name: str) -> None:
    """Go on counting what was left. Resuming what runs changes nothing."""
    for row in on.find(name):
        if row.state == "SUSPENDED":
            _go_on(on, row)
    if not any(row.state == "SUSPENDED" and row.alias != TIER for row in on.live):
        for row in on.find(TIER):
            if row.state == "SUSPENDED":
                _go_on(on, row)
        clocks.stop(on, SUSPENSION_WATCH)
    on.close()


def extend(on: Desk, name: str, *, reason: str, approver: str, days: int | None = None,
           until: datetime | None = None, consents: Iterable | bool = ()) -> CaseClock:
    """Give a clock more time: `days` of its own kind, or up to a date.

    `approver`: who approved, by name or office. `consents`: the parties' answers, `{"party": …, "agree": true}` each.
    Raises Invalid when the catalogue does not allow it.
    """
    row, agreed = on.the(name), _all_agree(consents)
    if until is not None:
        days = clock_rules.days_until(on.calendar, row, row.due_at, until)
    _refuse_if_not_extendable(on, row, _kind(row), days, approver, agreed=agreed)
    old_due = row.due_at
    changed = clock_rules.extended(row, days)
    times = on.times(changed, clocks.times_of(row))
    _refuse_if_beyond_the_law(on, row, times.due_at, agreed=agreed)
    row.allowed, row.extra, row.extensions = changed.allowed, changed.extra, row.extensions + 1
    on.set_times(row, times)
    words = f"延期：{row.name}由 {when(old_due)} 延至 {when(row.due_at)}，批准人：{approver}，原因：{reason}。"
    on.note(row, "EXTENDED", words, old_due, reason, approver, days=days, consents=_plain(consents))
    on.close()
    return row


def newly_due(on: Desk, name: str, days: int) -> datetime:
    """The due time an extension would give; nothing is changed."""
    changed = clock_rules.extended(on.the(name), days)
    return on.times(changed).due_at


def _freeze(on: Desk, row: CaseClock, reason: str, words: str, note: str) -> None:
    row.state, row.suspended_at, row.suspend_reason = "SUSPENDED", on.now, reason
    on.note(row, "SUSPENDED", words, row.due_at, reason=note or REASONS[reason], suspendReason=reason)


def _go_on(on: Desk, row: CaseClock) -> None:
    old_due = row.due_at
    clocks.recount(on, row, clock_rules.after_suspension(on.calendar, row, row.suspended_at, on.now))
    row.state, row.suspended_at, row.suspend_reason = "RUNNING", None, None
    on.note(row, "RESUMED", f"恢复计时：{row.name}，新的到期时间 {when(row.due_at)}。", old_due)


def _refuse_if_not_extendable(on: Desk, row: CaseClock, kind: ClockKind, days, approver: str, *, agreed: bool) -> None:
    if not days or days < 1:
        raise Invalid("延期天数至少为1天，延期后的日期要晚于原到期日。", errors={"days": ["请填写延期天数"]})
    if not approver:
        raise Invalid("延期须经批准，请填写批准人。", errors={"approver": ["请填写批准人"]})
    if row.extensions >= thresholds.value("extensionsMost"):
        raise Invalid(f"{row.name}已延期{row.extensions}次，不能再延。到期后请按期满处理。")
    if row.unit in ("wh", "day"):
        raise Invalid(f"{row.name}是当日或按小时计的时限，不能延期。")
    if "双方" in kind.ext_by and not agreed:
        raise Invalid(f"{row.name}的延期须经双方当事人同意，请先征得同意。", errors={"consents": ["双方都要同意"]})
    _refuse_if_too_long(on, row, kind, days)


def _refuse_if_too_long(on: Desk, row: CaseClock, kind: ClockKind, days: int) -> None:
    if kind.ext_max == 0:
        raise Invalid(f"{row.name}按规定不能延期。")
    if kind.ext_max is not None and days + _days_so_far(row) > kind.ext_max:
        left = kind.ext_max - _days_so_far(row)
        raise Invalid(f"{row.name}最多还能延长{left}天，请减少延期天数。", errors={"days": [f"最多{left}天"]})


def _refuse_if_beyond_the_law(on: Desk, row: CaseClock, new_due: datetime, *, agreed: bool) -> None:
    legal = [other for other in on.live if other.alias == "legal" and other is not row and other.state == "RUNNING"]
    if legal and new_due > legal[-1].due_at and not agreed:
        raise Invalid(f"延期不能超过{legal[-1].name}（{when(legal[-1].due_at)}），除非双方当事人都同意。")


def _days_so_far(row: CaseClock) -> int:
    return sum(change["days"] for change in db.session.scalars(
        sa.select(ClockChange.details).where(ClockChange.clock_row_id == row.id, ClockChange.what == "EXTENDED")))


def _all_agree(consents: Iterable | bool) -> bool:
    if isinstance(consents, bool):
        return consents
    answers = [item.get("agree") if isinstance(item, dict) else item for item in consents or ()]
    return bool(answers) and all(answer is True for answer in answers)


def _plain(consents: Iterable | bool):
    return consents if isinstance(consents, bool) else list(consents or ())


def _kind(row: CaseClock) -> ClockKind:
    return catalogue.kind_of(row.clock_id)


def _note(note: str) -> str:
    return f"（{note}）" if note else ""


def _nothing_to(on: Desk, name: str, verb: str):
    raise Conflict(f"时限“{name}”现在没有在计时，不能{verb}，请刷新后核对。")


def suspended_too_long(now: datetime) -> list[int]:
    """Cases with a clock frozen for more than 60 calendar days, for the stuck list."""
    days = catalogue.kind_of(SUSPENSION_WATCH).limit
    return list(db.session.scalars(
        sa.select(CaseClock.case_id).where(CaseClock.state == "SUSPENDED",
                                           CaseClock.suspended_at < now - timedelta(days=days)).distinct()))
