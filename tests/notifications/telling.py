"""What the tests of this package ask about one person's notices."""

import sqlalchemy as sa

from app.db import db, unit_of_work
from app.instances.models import OutboxItem
from app.notifications import bundles, preferences
from app.notifications.models import Notice
from app.notifications.preferences import Wishes


def wishes(cast, who: str, **wanted) -> None:
    with unit_of_work():
        preferences.save(Wishes(**wanted), cast.actor(who))


def texts(cast, who: str) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Notice.text).where(Notice.user_id == cast.user(who)).order_by(Notice.id)))


def bell(cast, who: str) -> bundles.Bell:
    db.session.rollback()
    return bundles.bell(cast.actor(who))


def messages() -> list[OutboxItem]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(OutboxItem).where(OutboxItem.connector == "sms").order_by(OutboxItem.id)))
