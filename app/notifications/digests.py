"""The digest each working morning, for who asked for one line instead of many; and forgetting what was read long ago."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.notifications.models import Notice
from app.notifications.words import DIGEST, GROUPS, group_of

READ_KEPT = timedelta(days=90)


def send_due() -> int:
    """One digest for each person whose morning has come; returns how many. Of two who try, the second finds nothing held."""
    with unit_of_work():
        now = clock.now()
        held = db.session.execute(sa.update(Notice).where(Notice.digest_at <= now).values(digest_at=None).returning(
            Notice.user_id, Notice.kind, Notice.read_at).execution_options(synchronize_session=False)).all()
        people: dict[int, Counter] = {}
        for user_id, kind, read_at in held:
            if read_at is None:
                people.setdefault(user_id, Counter())[group_of(kind)] += 1
        rows = [{"user_id": user_id, "kind": DIGEST, "text": _sentence(counted), "at": now, "in_digest": False}
                for user_id, counted in sorted(people.items())]
        if rows:
            db.session.execute(sa.insert(Notice), rows)
        return len(rows)


def forget_read() -> int:
    """Drop what was read 90 calendar days ago; the case's timeline keeps what happened."""
    with unit_of_work():
        return db.session.execute(sa.delete(Notice).where(Notice.read_at < clock.now() - READ_KEPT)).rowcount


def _sentence(counted: Counter) -> str:
    parts = [f"{group.label} {counted[name]} 条" for name, group in GROUPS.items() if counted[name]]
    return f"通知汇总：{'，'.join(parts)}。"
