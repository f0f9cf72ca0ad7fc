"""Sign-in, sign-out and one's own account."""

from flask import Blueprint, Flask, current_app, flash, g, request, session
from werkzeug.utils import redirect

from app import clock
from app.access import needs, public
from app.config import Config
from app.db import unit_of_work
from app.errors import Invalid
from app.identity import actions, demo, guard, queries, roles, sign_in, tokens
from app.identity.request_actor import SESSION_KEY
from app.web.errors import FORM_REFUSED, SIGN_IN_REFUSED, TOO_MANY_TRIES
from app.web.kit import MenuEntry, render

blueprint = Blueprint("identity", __name__, template_folder="templates")
MENU = (MenuEntry("我的账号", "identity.me", "self.manage", "user-circle"),)


def register(app: Flask) -> None:
    app.jinja_env.globals["role_name"] = roles.name_of


@blueprint.get("/sign-in", endpoint="sign_in")
@public
def sign_in_page():
    """The form; in demo mode with the people to try, before the first start with how to make an administrator."""
    return _form()


@blueprint.post("/sign-in")
@public
def sign_in_submit():
    username, password = request.form.get("username", ""), request.form.get("password", "")
    locked = _count(username)
    if locked:
        minutes = max(1, -int((clock.now() - locked).total_seconds() // 60))
        return _form(f"失败次数过多，请 {minutes} 分钟后再试，或请系统管理员解除锁定。", username), TOO_MANY_TRIES
    known = sign_in.look_up(username, password, _settings())
    if known is None:
        with unit_of_work():
            sign_in.fail(username, _address())
        return _form(sign_in.REFUSED, username), SIGN_IN_REFUSED
    _open_session(known, username)
    return redirect(_safe_way_back(request.form.get("next", "")))


@blueprint.post("/sign-out")
@needs("self.manage")
def sign_out():
    with unit_of_work():
        sign_in.sign_out(session[SESSION_KEY])
    session.clear()
    flash("您已退出登录。")
    return redirect("/sign-in")


@blueprint.get("/me")
@needs("self.manage")
def me():
    return _account()


@blueprint.post("/me/password")
@needs("self.manage")
def change_password():
    fresh = request.form.get("password", "")
    try:
        if fresh != request.form.get("again", ""):
            raise Invalid(errors={"again": ["两次输入的新密码不一样。"]})
        with unit_of_work():
            actions.change_own_password(g.actor, request.form.get("current", ""), fresh, _settings())
    except Invalid as refused:
        return _account(errors=refused.errors), FORM_REFUSED
    session.clear()
    flash("密码已修改，所有设备都已退出，请用新密码重新登录。")
    return redirect("/sign-in")


@blueprint.post("/me/tokens")
@needs("token.manage")
def create_token():
    days = request.form.get("days", "")
    try:
        with unit_of_work():
            secret = tokens.create(g.actor.id, request.form.get("name", ""), int(days) if _small(days) else 0)
    except Invalid as refused:
        return _account(errors=refused.errors), FORM_REFUSED
    return _account(secret=secret)


@blueprint.post("/me/tokens/<int:token_id>/revocation")
@needs("token.manage")
def revoke_token(token_id: int):
    with unit_of_work():
        tokens.revoke(token_id, g.actor.id)
    flash("令牌已吊销，用它的程序立即不能再访问。")
    return redirect("/me")


def _form(refusal: str | None = None, username: str = "") -> str:
    settings = _settings()
    return render(
        "identity/sign_in.html", refusal=refusal, username=username, next=request.values.get("next", ""),
        without_administrator=not queries.has_administrator(),
        people=queries.everybody_with_posts() if settings.demo else (), password=demo.PASSWORD if settings.demo else None)


def _account(errors: dict | None = None, secret: str | None = None) -> str:
    user = actions.get(g.actor.id)
    return render("identity/me.html", user=user, tokens=tokens.of_user(user.id, clock.now()), errors=errors, secret=secret)


def _count(username: str):
    with unit_of_work():
        return guard.count_try(username, _address(), clock.now(), _settings())


def _open_session(known: sign_in.Known, username: str) -> None:
    """A new session from nothing: what a stranger may have planted in the old one is gone."""
    with unit_of_work():
        old = session.get(SESSION_KEY)
        if isinstance(old, str):
            sign_in.sign_out(old)
        secret = sign_in.succeed(known, username, _address(), clock.now(), _settings())
    session.clear()
    session[SESSION_KEY] = secret


def _safe_way_back(wanted: str) -> str:
    """Only to a page of ours."""
    own = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if own and not wanted.startswith("/sign-") else "/"


def _small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _settings() -> Config:
    return current_app.config["HEJIE"]


def _address() -> str:
    return request.remote_addr or ""
