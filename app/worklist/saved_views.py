"""Saved views of the worklist: a name for a set of filters, for oneself or for everybody who holds a role."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from app import clock, observe
from app.db import db
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.identity.permissions import STAFF
from app.identity.roles import ROLES
from app.worklist import desk_filters
from app.worklist.saved_view_models import SavedView
from app.worktime.regions import WIDTHS

MOST_OF_ONE_PERSON = 30


def of(actor) -> list[SavedView]:
    """One's own, and those that somebody shares with one of one's roles; by name."""
    shared = [sa.and_(SavedView.role == post.role, SavedView.region_prefix.in_(
        [post.region_prefix[:width] for width in WIDTHS])) for post in actor.posts]
    return list(db.session.scalars(sa.select(SavedView).where(sa.or_(SavedView.owner_id == actor.id, *shared))
                                   .order_by(SavedView.name, SavedView.id).limit(100)))


def shareable_roles(actor) -> dict[str, str]:
    """{role: name} with whom this person may share a view; empty for who leads nobody."""
    return {role: ROLES[role].name for role in ROLES if role in STAFF} if actor.may("view.share") else {}


def save(name: str, args: Mapping[str, str], role: str | None, actor) -> int:
    """Keep the filters under a name; the same name again replaces them. Sharing is for those who lead a unit."""
    name = (name or "").strip()
    if not name or len(name) > 20:
        raise Invalid(errors={"name": ["请给视图起一个 1 到 20 个字的名称。"]})
    if role and role not in shareable_roles(actor):
        raise Forbidden("只有单位负责人可以把视图共享给岗位，请选择“只给自己”。")
    view = db.session.scalar(sa.select(SavedView).where(SavedView.owner_id == actor.id, SavedView.name == name))
    if view is None:
        _must_have_room(actor)
        view = SavedView(owner_id=actor.id, name=name, created_at=clock.now())
        db.session.add(view)
    view.owner_name, view.role = actor.name, role or None
    view.query = urlencode(desk_filters.address(desk_filters.box_of(args), desk_filters.of(args)))
    view.region_prefix = min((post.region_prefix for post in actor.posts), key=len, default="") if role else None
    db.session.flush()
    observe.instrument("view.saved", view=view.id, by=actor.id, role=role)
    return view.id


def remove(view_id: int, actor) -> None:
    view = db.session.get(SavedView, view_id)
    if view is None or view not in of(actor):
        raise NotFound("没有这个视图，可能已经删除。请刷新列表。")
    if view.owner_id != actor.id:
        raise Forbidden(f"这个视图由{view.owner_name}共享，请联系对方删除。")
    db.session.delete(view)


def arguments(view: SavedView) -> dict[str, str]:
    """The view as arguments of the worklist's address."""
    return dict(parse_qsl(view.query))


def _must_have_room(actor) -> None:
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(SavedView).where(SavedView.owner_id == actor.id))
    if kept >= MOST_OF_ONE_PERSON:
        raise Conflict(f"每人最多保存 {MOST_OF_ONE_PERSON} 个视图，请先删除不用的。")
