"""Puts the actor on `g` for each request: by bearer token on REST, else by the signed-in browser, else nobody."""

from flask import Flask, current_app, g, request, session, url_for
from werkzeug.utils import redirect

from app import clock
from app.config import Config
from app.db import db, look_first, unit_of_work
from app.errors import Forbidden
from app.identity import loading, sign_in
from app.identity.loading import Loaded
from app.identity.models import ApiToken, SignInSession
from app.web.security import is_token_request

SESSION_KEY = "sid"
_BEFORE_NEW_PASSWORD = {"identity.me", "identity.change_password", "identity.sign_in", "identity.sign_in_submit",
                        "identity.sign_out", "web.static"}
"""What somebody with a first password may open."""

_ASKED_BY_ITSELF = {"notifications.bell"}
"""A page that lies open does not keep its person signed in."""


def init_app(app: Flask) -> None:
    app.before_request(load_actor)


def load_actor():
    """A token that does not hold is nobody: the cookie is not looked at, so a bearer request needs no page token."""
    g.actor = None
    if request.endpoint == "web.static":
        return None
    loaded, kind = (_by_token(), ApiToken) if is_token_request() else (_by_session(), SignInSession)
    if loaded is None:
        return None
    g.actor = loaded.actor
    if loaded.stale and request.endpoint not in _ASKED_BY_ITSELF:
        _note_use(kind, loaded)
    if loaded.must_change_password and kind is SignInSession and request.endpoint not in _BEFORE_NEW_PASSWORD:
        return _ask_for_new_password()
    return None


def _by_token() -> Loaded | None:
    look_first()
    return loading.by_token(request.headers["Authorization"][len("Bearer "):].strip(), clock.now())


def _by_session() -> Loaded | None:
    secret = session.get(SESSION_KEY)
    if not isinstance(secret, str):
        return None
    settings: Config = current_app.config["HEJIE"]
    look_first()
    return loading.by_session(secret, clock.now(), *sign_in.idle_and_lifetime(settings))


def _note_use(kind: type, loaded: Loaded) -> None:
    column = kind.last_used if kind is ApiToken else kind.seen_at
    with unit_of_work():
        db.session.execute(kind.__table__.update().where(kind.id == loaded.row_id).values({column.key: clock.now()}))


def _ask_for_new_password():
    if request.path.startswith("/api/"):
        raise Forbidden("请先在页面上修改初始密码。")
    return redirect(url_for("identity.me"))
