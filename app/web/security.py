"""Headers of every answer, the token against forged posts, and input that nothing behind could hold."""

from flask import Flask, Response, g, request, session
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import IntegerConverter, ValidationError

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""'unsafe-inline' for styles only: bpmn-js and dmn-js set style attributes."""

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LARGEST_ID = 2**31 - 1

csrf = CSRFProtect()


class IdConverter(IntegerConverter):
    """<int:…> in an address is a row's id, in plain digits; a larger number names nothing."""

    regex = "[0-9]+"

    def to_python(self, value: str) -> int:
        if len(value) > 10 or int(value) > LARGEST_ID:
            raise ValidationError()
        return int(value)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(refuse_unstorable)
    app.before_request(refuse_forged)
    app.after_request(set_headers)


def refuse_unstorable() -> None:
    """A NUL cannot be stored as text, so no route needs to expect one."""
    if "\0" in request.path:
        raise NotFound()
    if b"%00" in request.query_string:
        raise BadRequest()
    if request.mimetype in FORMS and any("\0" in value for values in request.form.listvalues() for value in values):
        raise BadRequest()


def refuse_forged() -> None:
    """Unsafe requests carry the page's token. REST with a bearer token needs none: no browser adds that by itself, and
    a request with one is never also recognised by its cookie (identity/requests.py)."""
    for kept in ("csrf_token", "csrf_valid"):
        g.pop(kept, None)
    if request.endpoint and not is_token_request() and not _without_cookie():
        csrf.protect()


def is_token_request() -> bool:
    """REST with `Authorization: Bearer …`."""
    return request.path.startswith("/api/") and request.headers.get("Authorization", "").startswith("Bearer ")


def _without_cookie() -> bool:
    """REST without a token and without a cookie is nobody; it is told to sign in, not that it was forged."""
    return request.path.startswith("/api/") and not session


def set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "web.static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
