from collections.abc import Iterable
from secrets import token_hex

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Party
from app.db import db
from app.instances import outbox
from app.notifications import audience
from app.notifications.models import Notice

KINDS = {"PROMPT": "提示", "URGE": "催办", "SUPERVISE": "督办", "TASK": "任务", "INFO": "通知"}


def tell(case: Case, kind: str, words: Iterable[str], text: str) -> int:
    """One notice for each member of staff meant; a short message for each party if "parties" is named, an answer to the
    platform the matter came from if "channel" is. Returns how many were told."""
    words = list(words)
    staff = audience.people(case, words)
    if staff:
        db.session.execute(sa.insert(Notice), [
            {"user_id": user_id, "case_id": case.id, "kind": kind, "text": text[:500], "at": clock.now()}
            for user_id in sorted(staff)])
    told = len(staff) + (_message_parties(case, text) if "parties" in words else 0)
    return told + (_answer_channel(case, text) if "channel" in words else 0)


def tell_heads(unit_id: int, kind: str, text: str) -> int:
    """One notice for each person who answers for a unit, about no case; returns how many were told."""
    heads = audience.heads_of(unit_id)
    if heads:
        db.session.execute(sa.insert(Notice), [{"user_id": user_id, "case_id": None, "kind": kind, "text": text[:500],
                                                "at": clock.now()} for user_id in sorted(heads)])
    return len(heads)


def mark_read(notice_ids: Iterable[int], actor) -> None:
    """Only one's own; others' are silently left."""
    db.session.execute(sa.update(Notice).where(Notice.id.in_(list(notice_ids)), Notice.user_id == actor.id,
                                               Notice.read_at.is_(None)).values(read_at=clock.now()))


def mark_all_read(actor) -> None:
    db.session.execute(sa.update(Notice).where(Notice.user_id == actor.id, Notice.read_at.is_(None))
                       .values(read_at=clock.now()))


def _message_parties(case: Case, text: str) -> int:
    """Short messages wait in the outbox, one for each party with a telephone."""
    phones = db.session.scalars(sa.select(Party.phone).where(Party.case_id == case.id, Party.phone != ""))
    sent = 0
    for phone in list(phones):
        outbox.put("sms", {"phone": phone, "text": text, "caseNo": case.case_no}, case.id, f"sms-{token_hex(16)}")
        sent += 1
    return sent


def _answer_channel(case: Case, text: str) -> int:
    """What a 12345 order or another platform's number asked is answered under that number."""
    if not case.channel_ref:
        return 0
    outbox.put("channel", {"channel": case.channel, "reference": case.channel_ref, "text": text, "caseNo": case.case_no},
               case.id, f"channel-{token_hex(16)}")
    return 1
