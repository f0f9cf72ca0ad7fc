"""`@writes`: one unit of work around a REST write, done once however often it is sent.

With an Idempotency-Key the answer is stored in the same transaction as the step: one more select and one more insert.
Without one the write simply runs. When two requests with one key race, the database's unique key lets one commit; the
other is undone and answers with what the first one stored.
"""

import hashlib
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from functools import wraps

import sqlalchemy as sa
from flask import Response, g, make_response, request

from app import clock
from app.api.errors import KeyReused
from app.api.models import IdempotentRequest
from app.db import db, run, unit_of_work
from app.errors import Invalid

KEPT_FOR = timedelta(days=7)
"""How long a repetition is recognised; a client that retries longer should look before it writes again."""

_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_ROWS = IdempotentRequest.__table__
_FIND = sa.select(_ROWS.c.route, _ROWS.c.body_digest, _ROWS.c.status, _ROWS.c.response).where(
    _ROWS.c.actor_id == sa.bindparam("actor"), _ROWS.c.key == sa.bindparam("wanted"))
_KEEP = sa.insert(_ROWS)
_HEADER = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 128},
    "description": "同一个键和同样的内容重复提交，只办一次，返回第一次的答复；键相同而内容不同则拒绝（409）。",
}


def writes(view: Callable) -> Callable:
    """Goes above `@bp.arguments` and `@bp.response` and below `@needs`, so that it sees the finished answer."""

    @wraps(view)
    def written(*args, **kwargs):
        key = _key()
        if key is None:
            with unit_of_work():
                return make_response(view(*args, **kwargs))
        try:
            with unit_of_work():
                return _earlier_answer(key) or _first_answer(key, view, args, kwargs)
        except KeyReused:
            raise
        except Exception:
            db.session.rollback()
            answer = _earlier_answer(key)
            db.session.rollback()
            if answer is None:
                raise
            return answer

    written._apidoc = deepcopy(getattr(view, "_apidoc", {}))
    written._apidoc.setdefault("manual_doc", {}).setdefault("parameters", []).append(_HEADER)
    return written


def forget_old(now: datetime) -> int:
    """Drop the answers nobody will ask for again; returns how many. Needs an open unit of work."""
    return db.session.execute(sa.delete(_ROWS).where(_ROWS.c.created_at < now - KEPT_FOR)).rowcount


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid("Idempotency-Key 要用 1 到 128 个可见的英文字符，请改正后再提交。")
    return key


def _earlier_answer(key: str) -> Response | None:
    row = run(_FIND, {"actor": g.actor.id, "wanted": key}).first()
    if row is None:
        return None
    if (row.route, row.body_digest) != (_route(), _digest()):
        raise KeyReused()
    response = Response(row.response, row.status, mimetype="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _first_answer(key: str, view: Callable, args, kwargs) -> Response:
    response = make_response(view(*args, **kwargs))
    run(_KEEP, {"actor_id": g.actor.id, "key": key, "route": _route(), "body_digest": _digest(),
                "status": response.status_code, "response": response.get_data(), "created_at": clock.now()})
    return response


def _route() -> str:
    return f"{request.method} {request.full_path}"[:300]


def _digest() -> str:
    return hashlib.sha256(request.get_data(cache=True)).hexdigest()
