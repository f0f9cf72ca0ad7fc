"""Failures as {code, message, errors}; with app/web/errors.py the only place that knows HTTP numbers."""

import logging

import sqlalchemy as sa
from flask import Response, jsonify
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, SignInRequired, Unavailable

log = logging.getLogger("hejie")

STATUS = {NotFound: 404, Forbidden: 403, SignInRequired: 401, Invalid: 422, Conflict: 409, Unavailable: 503}

SENTENCES = {
    400: "请求无法读取，请检查格式。",
    404: "没有这个地址，请对照接口说明 /api/docs 检查。",
    405: "这个地址不支持该方法，请对照接口说明 /api/docs 检查。",
    406: "只能提供 JSON 格式的回答。",
    413: "提交的内容太大，请拆分后再提交。",
    415: "请以 JSON 格式提交（Content-Type: application/json）。",
    429: "请求过于频繁，请稍后再试。",
}

FORGED = "用登录状态调用接口时要带上页面的 X-CSRFToken；程序调用请改用令牌。"


class Unreadable(Invalid):
    """请求体不是可以读取的 JSON，请检查格式和编码。"""

    code = "UNREADABLE"


class KeyReused(Conflict):
    """这个 Idempotency-Key 已经用于另一项内容不同的请求，请换一个新的键再提交。"""

    code = "KEY_REUSED"


def status_of(failure: DomainError) -> int:
    if isinstance(failure, Unreadable):
        return 400
    return next((status for kind, status in STATUS.items() if isinstance(failure, kind)), 500)


def answer(failure: Exception) -> Response:
    """Any failure of a REST route, as the caller shall see it."""
    if isinstance(failure, DomainError):
        return _json(status_of(failure), failure.code, failure.message, getattr(failure, "errors", {}))
    if isinstance(failure, CSRFError):
        return _json(403, "FORGED", FORGED, {})
    if isinstance(failure, HTTPException):
        return _http(failure)
    if isinstance(failure, (sa.exc.DataError, OverflowError)):
        return _json(422, "INVALID", "有内容超出了系统能保存的范围，请缩短或改正后再提交。", {})
    if isinstance(failure, (sa.exc.IntegrityError, StaleDataError)):
        log.warning("conflict in the database", exc_info=failure)
        return _json(409, Conflict.code, str(Conflict()), {})
    if isinstance(failure, sa.exc.OperationalError):
        log.error("the database does not answer", exc_info=failure)
        return _json(503, Unavailable.code, str(Unavailable()), {})
    log.error("unexpected failure", exc_info=failure)
    return _json(500, DomainError.code, str(DomainError()), {})


def _http(failure: HTTPException) -> Response:
    if failure.response is not None or failure.code is None or failure.code < 400:
        return failure.get_response()
    sentence = SENTENCES.get(failure.code, SENTENCES[400] if failure.code < 500 else str(DomainError()))
    response = _json(failure.code, failure.name.upper().replace(" ", "_"), sentence, {})
    if failure.code == 405 and getattr(failure, "valid_methods", None):
        response.headers["Allow"] = ", ".join(failure.valid_methods)
    return response


def _json(status: int, code: str, message: str, errors: dict) -> Response:
    response = jsonify(code=code, message=message, errors=errors)
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hejie"'
    return response
