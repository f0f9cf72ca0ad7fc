"""Asking, answering, withdrawing. Each is a line of the case's history and a notice; each needs an open unit of work."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app import clock, events, observe
from app.cases import timeline
from app.cases.models import Case
from app.db import db
from app.errands import permissions
from app.errands.models import Errand
from app.errors import Conflict, Forbidden, Invalid
from app.worklist import colleagues
from app.worklist.events import ColleaguesTold
from app.worktime.calendar import Calendar
from app.worktime.queries import calendar_for

MOST_OPEN = 50
LONGEST, LONGEST_ANSWER, FURTHEST = 300, 1000, 366
NOT_AROUND = "只能交办给本单位或承办单位在岗的同事，需要回避的人不能选。请在名单里重新选人。"


def ask(case: Case, person_id: int, text: str, day: date | None, actor) -> int:
    """Ask a colleague to do something by the end of that working day. Returns the errand's id."""
    if not permissions.may_ask(case, actor):
        raise Forbidden("只有本案的承办人、正在办理本案任务的人和承办单位负责人可以交办；归档后和检举控告件不能交办。")
    wanted, calendar = " ".join(text.split()), calendar_of(case)
    _check(wanted, day, calendar)
    _refuse_too_many(case)
    person = colleagues.the(permissions.askable(case, actor), person_id, NOT_AROUND)
    row = Errand(case_id=case.id, text=wanted, person_id=person.id, person_name=person.name, asked_by_id=actor.id,
                 asked_by_name=actor.name, asked_at=clock.now(), due_at=calendar.evening(day),
                 tell_at=_first_reminder(calendar, day, clock.now()))
    db.session.add(row)
    db.session.flush()
    timeline.write(case.id, "ERRAND", f"请{person.name}在{_words(day)}前：{wanted}", actor, errand=row.id, to=person.id, due=row.due_at)
    _tell(row.person_id, None, f"{actor.name}请您在{_words(day)}前：{wanted}。请在“交办事项”里答复。")
    observe.instrument("errand.asked", errand=row.id, case=case.id, by=actor.id)
    return row.id


def answer(errand_id: int, text: str, actor) -> None:
    """Done, or why it could not be done; only by who was asked."""
    row = permissions.errand_for(errand_id, actor)
    if row.person_id != actor.id:
        raise Forbidden("这件事交给了别人，只能由本人答复。")
    _end(row, "DONE", _said(text, LONGEST_ANSWER, "办理结果"), actor)
    timeline.write(row.case_id, "ERRAND", f"答复{row.asked_by_name}交办的“{row.text}”：{row.said}", actor, errand=row.id)
    _tell(row.asked_by_id, row.case_id, f"{actor.name}答复了您交办的“{row.text}”：{row.said}")
    observe.instrument("errand.answered", errand=row.id, case=row.case_id, by=actor.id)


def withdraw(errand_id: int, reason: str, actor) -> None:
    """No longer wanted; by who asked or may ask in this case."""
    row = permissions.errand_for(errand_id, actor)
    if not permissions.may_withdraw(row, actor):
        raise Forbidden("只有交办人和本案承办人可以撤回。办不了的，请在答复里写明原因。")
    _end(row, "WITHDRAWN", _said(reason, LONGEST, "撤回的原因"), actor)
    timeline.write(row.case_id, "ERRAND", f"撤回请{row.person_name}办的“{row.text}”，原因：{row.said}", actor, errand=row.id)
    _tell(row.person_id, None, f"{actor.name}撤回了请您办的“{row.text}”：{row.said}")
    observe.instrument("errand.withdrawn", errand=row.id, case=row.case_id, by=actor.id)


def calendar_of(case: Case) -> Calendar:
    """That of the case's county."""
    return calendar_in(case.region_code)


def calendar_in(region_code: str | None) -> Calendar:
    return calendar_for(region_code[:6].ljust(12, "0") if region_code else "")


def _end(row: Errand, state: str, said: str, actor) -> None:
    """Of two who end it, the second is told."""
    changed = db.session.execute(
        sa.update(Errand).where(Errand.id == row.id, Errand.state == "OPEN")
        .values(state=state, said=said, ended_at=clock.now(), ended_by_name=actor.name, tell_at=None)
        .execution_options(synchronize_session=False))
    db.session.refresh(row)
    if changed.rowcount != 1:
        ended = "答复" if row.state == "DONE" else "撤回"
        raise Conflict(f"{row.ended_by_name}已经{ended}了这件事，您填写的内容没有提交。请刷新页面查看。")


def _check(text: str, day: date | None, calendar: Calendar) -> None:
    errors = {}
    if not 2 <= len(text) <= LONGEST:
        errors["text"] = [f"请写明要办什么，{LONGEST} 字以内。"]
    if day is None or not clock.today() <= day <= clock.today() + timedelta(days=FURTHEST):
        errors["day"] = ["请选择今天或以后一年内的日期。"]
    elif not calendar.is_working(day):
        errors["day"] = [f"{_words(day)}不上班，请改为{_words(calendar.previous_working_day(day))}或{_words(calendar.next_working_day(day))}。"]
    elif calendar.evening(day) <= clock.now():
        errors["day"] = [f"今天已经下班，请改为{_words(calendar.next_working_day(day))}或以后。"]
    if errors:
        raise Invalid(errors=errors)


def _refuse_too_many(case: Case) -> None:
    there = db.session.scalar(sa.select(sa.func.count()).where(Errand.case_id == case.id, Errand.state == "OPEN"))
    if there >= MOST_OPEN:
        raise Invalid(f"本案还有 {MOST_OPEN} 件交办事项没有答复。请先催问或撤回，再交办新的。")


def _first_reminder(calendar: Calendar, day: date, now: datetime) -> datetime:
    """The morning of the working day before, else of the day itself, else the morning after."""
    mornings = (calendar.morning(calendar.previous_working_day(day)), calendar.morning(day))
    return next((morning for morning in mornings if morning > now), calendar.morning(calendar.next_working_day(day)))


def _said(text: str, longest: int, what: str) -> str:
    said = " ".join((text or "").split())
    if not 1 <= len(said) <= longest:
        raise Invalid(errors={"said": [f"请写明{what}，{longest} 字以内。"]})
    return said


def _words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _tell(user_id: int, case_id: int | None, text: str) -> None:
    events.publish(ColleaguesTold((user_id,), None, case_id, "HANDED", text, clock.now()))
