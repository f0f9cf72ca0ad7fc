from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Party
from app.db import db
from app.identity.models import User
from app.instances import outbox
from app.notifications import audience, bundles, matrix, messages, preferences, writing
from app.notifications.models import Notice
from app.notifications.words import must_be_told


def tell(case: Case, kind: str, words: Iterable[str], text: str, event: str = "", outside: str = "") -> int:
    """One notice for each member of staff meant; a short message for each party if "parties" is named, an answer to the
    platform the matter came from if "channel" is. `event`: a code of the list "notices", which has the last word on who is
    told; without one it is that of the kind. `outside`: what parties and platform read instead of `text`. Returns how many
    were told."""
    plan = matrix.plan(event or matrix.event_of("", kind), words)
    staff = audience.people(case, plan.words)
    writing.write(staff, kind, text, case_id=case.id, risk_level=case.risk_level)
    told = len(staff) + (_message_parties(case, messages.for_parties(case, plan.sms, outside or text)) if "parties" in plan.words else 0)
    _message_staff(case, kind, audience.people(case, plan.by_sms), text)
    _ask_to_phone(case, audience.people(case, plan.by_phone), text)
    return told + (_answer_channel(case, outside or text) if "channel" in plan.words else 0)


def tell_heads(unit_id: int, kind: str, text: str) -> int:
    """One notice for each person who answers for a unit, about no case; returns how many were told."""
    heads = audience.heads_of(unit_id)
    writing.write(heads, kind, text)
    return len(heads)


def tell_people(user_ids: Iterable[int], kind: str, text: str, case_id: int | None, task_id: int | None) -> None:
    """The same sentence for each of these people; it leads to the task, if it is about one."""
    writing.write(user_ids, kind, text, case_id=case_id, task_id=task_id)


def mark_read(notice_ids: Iterable[int], actor) -> None:
    """Only one's own; others' are silently left."""
    db.session.execute(sa.update(Notice).where(Notice.id.in_(list(notice_ids)), Notice.user_id == actor.id,
                                               Notice.read_at.is_(None)).values(read_at=clock.now()))


def mark_all_read(actor) -> None:
    """Every notice, and both bundles as they are now."""
    db.session.execute(sa.update(Notice).where(Notice.user_id == actor.id, Notice.read_at.is_(None))
                       .values(read_at=clock.now()))
    for group in ("NEW", "DUE"):
        bundles.look_at(group, actor)


def _message_staff(case: Case, kind: str, staff: set[int], text: str) -> None:
    """Those who want such messages; in somebody's quiet hours only what nobody can switch off."""
    wishes, now = preferences.of(staff), clock.now()
    for person in _people(staff):
        wish = wishes.get(person.id, preferences.NO_WISHES)
        if person.phone and wish.messages(kind, case.risk_level):
            pressing = must_be_told(kind, case.risk_level)
            _put_sms(case, person.phone, messages.for_staff(case, text), now if pressing else preferences.speaks_at(wish, now))


def _ask_to_phone(case: Case, staff: set[int], text: str) -> None:
    """A telephone call is a task for the case manager, or for who registered the case; nobody is asked to call himself."""
    caller = case.case_manager_id or case.registered_by_id
    called = [person.name + (f"（{person.phone}）" if person.phone else "") for person in _people(staff - {caller})]
    if caller and called:
        writing.write([caller], "TASK", f"请电话告知{'、'.join(called)}：{text}", case_id=case.id, risk_level=case.risk_level)


def _people(ids: Iterable[int]) -> Iterable[User]:
    ids = sorted(ids)
    return db.session.scalars(sa.select(User).where(User.id.in_(ids)).order_by(User.id)) if ids else ()


def _put_sms(case: Case, phone: str, text: str, at: datetime | None = None) -> None:
    outbox.put("sms", {"phone": phone, "text": text, "caseNo": case.case_no}, case.id, f"sms-{token_hex(16)}", at=at)


def _message_parties(case: Case, text: str) -> int:
    """Short messages wait in the outbox, one for each party with a telephone."""
    phones = db.session.scalars(sa.select(Party.phone).where(Party.case_id == case.id, Party.phone != ""))
    sent = 0
    for phone in list(phones):
        _put_sms(case, phone, text)
        sent += 1
    return sent


def _answer_channel(case: Case, text: str) -> int:
    """What a 12345 order or another platform's number asked is answered under that number."""
    if not case.channel_ref:
        return 0
    outbox.put("channel", {"channel": case.channel, "reference": case.channel_ref, "text": text, "caseNo": case.case_no},
               case.id, f"channel-{token_hex(16)}")
    return 1
