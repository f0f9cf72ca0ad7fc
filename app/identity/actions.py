"""What the administrator does with people: hire, give and take posts, disable, reset, unlock; and what one does oneself."""

import re

import sqlalchemy as sa

from app import clock
from app.config import Config
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.identity import audit, guard, passwords, tree
from app.identity.actor import SYSTEM, Actor
from app.identity.models import ApiToken, OrgUnit, SignInSession, User, UserPost, fresh_version
from app.identity.roles import ROLES

ADMINISTRATOR = "R28"


def hire(username: str, name: str, phone: str, password: str, settings: Config, actor: Actor) -> User:
    """A new person with a first password, which they must change when they first sign in."""
    username = guard.normal(username)
    errors = {}
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,39}", username):
        errors["username"] = ["用户名用 2 到 40 位小写字母、数字、点、横线。"]
    elif db.session.scalar(sa.select(User.id).where(User.username == username)):
        errors["username"] = ["这个用户名已经有人使用。"]
    if not 1 <= len(name.strip()) <= 40:
        errors["name"] = ["请填写姓名，40 字以内。"]
    if phone and not re.fullmatch(r"[0-9+ -]{5,20}", phone):
        errors["phone"] = ["电话只能有数字、空格和横线。"]
    if errors:
        raise Invalid(errors=errors)
    passwords.check_policy(password, username)
    user = User(username=username, name=name.strip(), phone=phone or None, must_change_password=True,
                password_hash=passwords.hash_of(password, settings), password_changed_at=clock.now())
    db.session.add(user)
    db.session.flush()
    audit.note("user_created", username, actor.id, user=user.id)
    return user


def give_post(user_id: int, role: str, unit_id: int, actor: Actor) -> None:
    user, unit = get(user_id), tree.get(unit_id)
    if role not in ROLES:
        raise Invalid("没有这个角色。", errors={"role": ["请从列表中选择角色。"]})
    if any(post.role == role and post.unit_id == unit.id for post in user.posts):
        raise Conflict(f"{user.name}已经有这个岗位。")
    user.posts.append(UserPost(role=role, unit_id=unit.id))
    user.posts_version = fresh_version()
    audit.note("post_given", user.username, actor.id, user=user.id, role=role, unit=unit.id)


def take_post(user_id: int, post_id: int, actor: Actor) -> None:
    user = get(user_id)
    post = next((post for post in user.posts if post.id == post_id), None)
    if post is None:
        raise NotFound("没有找到这个岗位。")
    if post.role == ADMINISTRATOR and user.active:
        _must_not_be_the_last(user)
    user.posts.remove(post)
    user.posts_version = fresh_version()
    audit.note("post_taken", user.username, actor.id, user=user.id, role=post.role, unit=post.unit_id)


def disable(user_id: int, actor: Actor) -> None:
    """Stop this person from signing in; open sessions and tokens end at once."""
    user = get(user_id)
    if user.id == actor.id:
        raise Conflict("不能停用自己的账号，请由另一位管理员操作。")
    if any(post.role == ADMINISTRATOR for post in user.posts):
        _must_not_be_the_last(user)
    user.active = False
    _end_sessions(user)
    db.session.execute(sa.update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
                       .values(revoked_at=clock.now()))
    audit.note("user_disabled", user.username, actor.id, user=user.id)


def enable(user_id: int, actor: Actor) -> None:
    user = get(user_id)
    user.active = True
    audit.note("user_enabled", user.username, actor.id, user=user.id)


def reset_password(user_id: int, password: str, settings: Config, actor: Actor) -> None:
    """A first password again; all sessions end."""
    user = get(user_id)
    passwords.check_policy(password, user.username)
    _set_password(user, password, settings)
    user.must_change_password = True
    guard.unlock(user.username)
    audit.note("password_reset", user.username, actor.id, user=user.id)


def unlock(user_id: int, actor: Actor) -> None:
    user = get(user_id)
    guard.unlock(user.username)
    audit.note("user_unlocked", user.username, actor.id, user=user.id)


def change_own_password(actor: Actor, current: str, fresh: str, settings: Config) -> None:
    """Change one's password; every session ends, this one too, so that a thief is out as well."""
    user = get(actor.id)
    if not passwords.fits(current, user.password_hash, settings):
        raise Invalid(errors={"current": ["现在的密码不正确。"]})
    if current == fresh:
        raise Invalid(errors={"password": ["新密码不能和现在的一样。"]})
    passwords.check_policy(fresh, user.username)
    _set_password(user, fresh, settings)
    user.must_change_password = False
    audit.note("password_changed", user.username, actor.id, user=user.id)


def create_administrator(username: str, name: str, password: str, settings: Config) -> User:
    """The first administrator of a new centre, at the top of the tree (a provisional top if there is none yet)."""
    top = db.session.scalar(sa.select(OrgUnit).where(OrgUnit.parent_id.is_(None)).order_by(OrgUnit.id).limit(1))
    top = top or tree.plant("000000000000", "本级综治中心", "REGION", "PROVINCE", "000000000000", None)
    user = hire(username, name, "", password, settings, SYSTEM)
    user.must_change_password = False
    give_post(user.id, ADMINISTRATOR, top.id, SYSTEM)
    return user


def get(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("没有找到这位用户。")
    return user


def _set_password(user: User, password: str, settings: Config) -> None:
    user.password_hash = passwords.hash_of(password, settings)
    user.password_changed_at = clock.now()
    _end_sessions(user)


def _end_sessions(user: User) -> None:
    user.auth_version = fresh_version()
    db.session.execute(sa.delete(SignInSession).where(SignInSession.user_id == user.id))


def _must_not_be_the_last(user: User) -> None:
    others = sa.select(User.id).join(UserPost).where(
        UserPost.role == ADMINISTRATOR, User.active.is_(True), User.id != user.id).limit(1)
    if db.session.scalar(others) is None:
        raise Conflict("这是最后一位系统管理员，请先指定另一位。")
