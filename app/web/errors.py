"""Failures as friendly pages; with app/api/errors.py the only place that knows HTTP numbers."""

import logging

import sqlalchemy as sa
from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, SignInRequired, Unavailable

log = logging.getLogger("hejie")

STATUS = {NotFound: 404, Forbidden: 403, SignInRequired: 401, Invalid: 422, Conflict: 409, Unavailable: 503}
SIGN_IN_REFUSED, TOO_MANY_TRIES, FORM_REFUSED = 401, 429, 422

TITLES = {
    400: "请求无法读取", 401: "请先登录", 403: "没有权限", 404: "没有找到", 405: "不支持这样访问", 409: "内容有变化",
    413: "内容太大", 422: "内容有误", 429: "操作太频繁", 500: "系统出错了", 503: "系统正忙",
}

SENTENCES = {
    400: "浏览器发来的内容无法读取，请返回上一页重新填写。",
    404: "没有找到您要的内容：地址可能有误，或者它不在您的权限范围内。",
    405: "这个页面不能这样打开，请从菜单重新进入。",
    413: "提交的内容太大，请减少附件或文字后再提交。",
    429: "操作过于频繁，请稍等片刻再试。",
}

FORGED = "页面停留太久或登录状态已变化，这次提交没有生效。请返回上一页，刷新后再提交。"


def answer(failure: Exception) -> Response:
    """Any failure of a page, as the person shall see it; to htmx a sentence that page.js shows."""
    status, message, errors = _seen(failure)
    if isinstance(failure, HTTPException) and (failure.response is not None or status < 400):
        return failure.get_response()
    if status == 401 and request.method == "GET" and not _by_htmx():
        return redirect(url_for("identity.sign_in", next=_way_back()))
    if _by_htmx():
        body = jsonify(code=getattr(failure, "code", status), message=message, errors=errors)
    else:
        body = render_template("error.html", status=status, title=TITLES.get(status, TITLES[500]), message=message,
                               errors=errors)
    response = make_response(body)
    response.status_code = status
    return response


def _seen(failure: Exception) -> tuple[int, str, dict]:
    if isinstance(failure, DomainError):
        status = next((number for kind, number in STATUS.items() if isinstance(failure, kind)), 500)
        return status, failure.message, getattr(failure, "errors", {})
    if isinstance(failure, CSRFError):
        return 403, FORGED, {}
    if isinstance(failure, HTTPException):
        return failure.code or 500, SENTENCES.get(failure.code, SENTENCES[400]), {}
    if isinstance(failure, (sa.exc.DataError, OverflowError)):
        return 422, "有内容超出了系统能保存的范围，请缩短或改正后再提交。", {}
    if isinstance(failure, (sa.exc.IntegrityError, StaleDataError)):
        log.warning("conflict in the database", exc_info=failure)
        return 409, str(Conflict()), {}
    if isinstance(failure, sa.exc.OperationalError):
        log.error("the database does not answer", exc_info=failure)
        return 503, str(Unavailable()), {}
    log.error("unexpected failure", exc_info=failure)
    return 500, str(DomainError()), {}


def _by_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.path != "/" else None
