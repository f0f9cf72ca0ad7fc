"""Notices on their way into the table: each person's wishes decide whether, and whether now or with the digest."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock
from app.db import db
from app.notifications import preferences
from app.notifications.models import Notice


def write(user_ids: Iterable[int], kind: str, text: str, *, case_id: int | None = None, task_id: int | None = None,
          risk_level: str | None = None) -> None:
    """The same sentence for each of these people who wants to read such; at most 500 characters."""
    people = sorted(set(user_ids))
    if not people:
        return
    wishes, now = preferences.of(people), clock.now()
    rows = []
    for user_id in people:
        wish = wishes.get(user_id, preferences.NO_WISHES)
        if wish.shows(kind, risk_level):
            later = wish.waits(kind, risk_level)
            rows.append({"user_id": user_id, "case_id": case_id, "task_id": task_id, "kind": kind, "text": text[:500],
                         "at": now, "in_digest": later, "digest_at": preferences.next_digest(now) if later else None})
    if rows:
        db.session.execute(sa.insert(Notice), rows)
