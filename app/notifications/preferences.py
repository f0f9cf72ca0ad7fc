"""How each person wants to be told: what in the page, what by short message, when not, and whether once a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app import clock, observe
from app.db import db
from app.errors import Invalid
from app.notifications.models import NoticeSettings
from app.notifications.words import GROUPS, group_of, must_be_told
from app.worktime.queries import calendar_for


@dataclass(frozen=True)
class Wishes:
    """Groups switched off in the page and by short message; quiet hours (local, may pass midnight); one digest a day."""

    unseen: frozenset[str] = frozenset()
    no_sms: frozenset[str] = frozenset()
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: bool = False

    def shows(self, kind: str, risk_level: str | None) -> bool:
        return must_be_told(kind, risk_level) or group_of(kind) not in self.unseen

    def messages(self, kind: str, risk_level: str | None) -> bool:
        return must_be_told(kind, risk_level) or group_of(kind) not in self.no_sms

    def waits(self, kind: str, risk_level: str | None) -> bool:
        """It is told by the next digest, not by itself."""
        return self.digest and not must_be_told(kind, risk_level)


NO_WISHES = Wishes()


def of(user_ids: Iterable[int]) -> Mapping[int, Wishes]:
    """{user id: wishes} of those who have any; one statement."""
    wanted = list(user_ids)
    rows = db.session.scalars(sa.select(NoticeSettings).where(NoticeSettings.user_id.in_(wanted))) if wanted else ()
    return {row.user_id: _wishes(row) for row in rows}


def of_person(user_id: int) -> Wishes:
    return of([user_id]).get(user_id, NO_WISHES)


def save(wishes: Wishes, actor) -> None:
    """Raises Invalid for groups that do not exist, and for half a pair of quiet hours."""
    if (wishes.unseen | wishes.no_sms) - GROUPS.keys():
        raise Invalid("没有这类通知，请刷新页面后再试。")
    if (wishes.quiet_from is None) != (wishes.quiet_until is None):
        raise Invalid(errors={"quiet": ["免打扰要同时填开始和结束时间，不需要就都留空。"]})
    if wishes.quiet_from is not None and wishes.quiet_from == wishes.quiet_until:
        raise Invalid(errors={"quiet": ["免打扰的开始和结束不能是同一时间。"]})
    row = row_of(actor.id)
    row.unseen, row.no_sms = sorted(wishes.unseen), sorted(wishes.no_sms)
    row.quiet_from, row.quiet_until, row.digest = wishes.quiet_from, wishes.quiet_until, wishes.digest
    observe.instrument("notice.settings", by=actor.id)


def row_of(user_id: int) -> NoticeSettings:
    """The person's row, made if it isn't there."""
    row = db.session.get(NoticeSettings, user_id)
    if row is None:
        row = NoticeSettings(user_id=user_id, unseen=[], no_sms=[], digest=False, offers_seen=0)
        db.session.add(row)
    return row


def speaks_at(wishes: Wishes, now: datetime) -> datetime:
    """When a short message may go out: now, or when the quiet hours that it falls into end."""
    start, end = wishes.quiet_from, wishes.quiet_until
    if start is None or end is None:
        return now
    local = clock.local(now)
    at = local.time()
    quiet = start <= at < end if start < end else at >= start or at < end
    if not quiet:
        return now
    day = local.date() + timedelta(days=1 if at >= end else 0)
    return datetime.combine(day, end, clock.ZONE)


def next_digest(now: datetime) -> datetime:
    """The next working morning, by the county's calendar: this one, if it has not come yet."""
    calendar, today = calendar_for(), clock.local(now).date()
    if calendar.is_working(today) and now < calendar.morning(today):
        return calendar.morning(today)
    return calendar.next_working_morning(now)


def _wishes(row: NoticeSettings) -> Wishes:
    return Wishes(frozenset(row.unseen or ()), frozenset(row.no_sms or ()), row.quiet_from, row.quiet_until, row.digest)
