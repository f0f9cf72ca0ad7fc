"""Half-filled registrations of a clerk: on the server, so that a crash, a sign-out or another desk loses nothing. Each is one's
own: the same token in somebody else's hands names nothing."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app import clock
from app.cases import thresholds
from app.db import Moment, db, is_sqlite, unit_of_work
from app.errors import Conflict, Invalid, NotFound

LARGEST, MOST = 512_000, 50
UNTITLED = "（还没有写标题）"


class RegistrationDraft(db.Model):
    """What was typed so far, unchecked. `token` is made by the page that begins it."""

    __tablename__ = "registration_draft"
    __table_args__ = (sa.Index(None, "owner_id", "updated_at"), sa.Index(None, "updated_at"))

    owner_id = sa.orm.mapped_column(sa.ForeignKey("user_account.id"), primary_key=True)
    token = sa.orm.mapped_column(sa.String(32), primary_key=True)
    title = sa.orm.mapped_column(sa.String(60), nullable=False)
    answers = sa.orm.mapped_column(sa.JSON, nullable=False)
    created_at = sa.orm.mapped_column(Moment, nullable=False)
    updated_at = sa.orm.mapped_column(Moment, nullable=False)


def new_token() -> str:
    return secrets.token_hex(16)


def keep(token: str, answers: Mapping[str, Any], actor) -> None:
    """Write or overwrite one's draft; not checked but for size, since half a form may be wrong."""
    if not re.fullmatch(r"[0-9a-f]{32}", token):
        raise NotFound("没有这份草稿，请重新打开登记页面。")
    if len(str(answers)) > LARGEST:
        raise Invalid("草稿太大，没有保存。请删去过长的内容。")
    now = clock.now()
    changed = {"title": _title(answers), "answers": dict(answers), "updated_at": now}
    insert = (sqlite if is_sqlite() else postgresql).insert(RegistrationDraft).values(
        owner_id=actor.id, token=token, created_at=now, **changed)
    db.session.execute(insert.on_conflict_do_update(index_elements=["owner_id", "token"], set_=changed))
    if len(mine(actor, MOST + 1)) > MOST:
        raise Invalid(f"您已有{MOST}份没有提交的登记，请先提交或删去一些。")


def of(token: str, actor) -> RegistrationDraft:
    found = db.session.get(RegistrationDraft, (actor.id, token))
    if found is None:
        raise NotFound("没有这份草稿：已经提交、删去，或者放得太久被清理了。")
    return found


def typed(token: str, actor) -> Mapping[str, Any]:
    """What a page of this address opens with: the draft, or nothing yet."""
    found = db.session.get(RegistrationDraft, (actor.id, token))
    return found.answers if found else {}


def mine(actor, most: int = MOST) -> list[RegistrationDraft]:
    """One's own drafts, the latest first."""
    return list(db.session.scalars(sa.select(RegistrationDraft).options(sa.orm.defer(RegistrationDraft.answers))
                                   .where(RegistrationDraft.owner_id == actor.id)
                                   .order_by(RegistrationDraft.updated_at.desc()).limit(most)))


def take(token: str, actor) -> Mapping[str, Any]:
    """The answers of a draft that becomes a registration now; of two who try, one gets them."""
    found = of(token, actor).answers
    if not throw_away(token, actor):
        raise Conflict("这份登记刚刚已经提交过了，没有重复登记。请在任务列表里查看。")
    return found


def throw_away(token: str, actor) -> bool:
    return db.session.execute(sa.delete(RegistrationDraft).where(
        RegistrationDraft.owner_id == actor.id, RegistrationDraft.token == token)
        .execution_options(synchronize_session=False)).rowcount == 1


def forget_old() -> int:
    """Drop what nobody went on with for so long as the centre says; returns how many. Personal data is not kept for nothing."""
    with unit_of_work():
        return _forget_before(clock.now() - timedelta(days=thresholds.value("draftDays")))


def _forget_before(moment: datetime) -> int:
    return db.session.execute(sa.delete(RegistrationDraft).where(RegistrationDraft.updated_at < moment)
                              .execution_options(synchronize_session=False)).rowcount


def _title(answers: Mapping[str, Any]) -> str:
    """The title, or who it is about."""
    rows = answers.get("parties")
    names = [str(row.get("name")) for row in rows if isinstance(row, Mapping) and row.get("name")] if isinstance(rows, list) else []
    return (str(answers.get("title") or "").strip() or "、".join(names) or UNTITLED)[:60]
