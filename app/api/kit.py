"""The Api object, its blueprints, its description (OpenAPI 3.1) and the explorer."""

from typing import Any

import flask_smorest
from flask import Blueprint, Flask, Response, current_app, render_template
from marshmallow import Schema, fields, validate

from app.access import public
from app.api import errors
from app.api.json_input import StrictJson, StrictParser
from app.paging import MOST_PER_PAGE, PER_PAGE, Page

PREFIX = "/api/v1"

ABOUT = """综治中心矛盾纠纷办理系统的接口。

用个人令牌访问：在“我的账号”里建立令牌，放进 `Authorization: Bearer <令牌>`。
写操作可带 `Idempotency-Key`，网络中断后用同一个键重发不会重复办理。
出错时返回 `{code, message, errors}`，`message` 说明该怎么做，`errors` 按字段列出原因。"""


class RestBlueprint(flask_smorest.Blueprint):
    """A feature's REST routes: strict JSON in, our errors out, mounted under /api/v1."""

    ARGUMENTS_PARSER = StrictParser()


class RestApi(flask_smorest.Api):
    """flask-smorest without its error handlers (app/api/errors.py answers) and its own documentation pages."""

    def _register_error_handlers(self) -> None:
        pass

    def _register_doc_blueprint(self) -> None:
        pass


class Paging(Schema):
    """The query of every list: page from 1, perPage up to 100."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    perPage = fields.Integer(load_default=PER_PAGE, validate=validate.Range(1, MOST_PER_PAGE))


class PagedList(Schema):
    """What every list answers with besides its own `items`; `paged` fills it."""

    page = fields.Integer()
    perPage = fields.Integer()
    hasNext = fields.Boolean()


class Failure(Schema):
    """What every refused request gets."""

    code = fields.String(required=True, metadata={"example": "CONFLICT"})
    message = fields.String(required=True, metadata={"example": "别人刚刚改动过，请刷新后再试。"})
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


def init_app(app: Flask) -> None:
    app.json = StrictJson(app)
    app.config.update(API_TITLE="和解 Hejie", API_VERSION="v1", OPENAPI_VERSION="3.1.0")
    rest = RestApi(spec_kwargs={"info": {"description": ABOUT}, "servers": [{"url": "/"}]})
    rest.DEFAULT_ERROR_RESPONSE_NAME = None
    rest.init_app(app)
    rest.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    rest.spec.components.schema("Failure", schema=Failure)
    rest.spec.options["security"] = [{"bearer": []}]
    app.extensions["hejie_rest"] = rest
    app.register_blueprint(_explorer())


def is_rest(blueprint: Blueprint) -> bool:
    return isinstance(blueprint, flask_smorest.Blueprint)


def mount(app: Flask, blueprint: RestBlueprint) -> None:
    """Put a feature's routes under /api/v1 and into the description."""
    own = blueprint.url_prefix or ""
    prefix = own if own.startswith(PREFIX) else PREFIX + own
    app.extensions["hejie_rest"].register_blueprint(blueprint, url_prefix=prefix)


def paged(page: Page, dumped: list | None = None) -> dict[str, Any]:
    """A list's envelope; `dumped` replaces the rows where they need shaping first."""
    return {"items": page.items if dumped is None else dumped, "page": page.page, "perPage": page.per_page,
            "hasNext": page.has_next}


def answer_failure(failure: Exception) -> Response:
    return errors.answer(failure)


def _explorer() -> Blueprint:
    explorer = Blueprint("api_docs", __name__, template_folder="templates")
    explorer.add_url_rule(f"{PREFIX}/openapi.json", "openapi", public(_description))
    explorer.add_url_rule("/api/docs", "docs", public(_docs))
    return explorer


def _description() -> Response:
    """The OpenAPI 3.1 description, made once per process."""
    kept = current_app.extensions
    if "hejie_openapi" not in kept:
        kept["hejie_openapi"] = current_app.json.dumps(_described(kept["hejie_rest"].spec.to_dict()))
    return Response(kept["hejie_openapi"], mimetype="application/json")


def _described(spec: dict) -> dict:
    """Every operation says how it refuses."""
    refused = {"description": "未能办理；原因见 message",
               "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}}
    for path in spec.get("paths", {}).values():
        for operation in path.values():
            if isinstance(operation, dict):
                told = operation.setdefault("responses", {})
                told.update({status: refused for status in told if status >= "400"}, default=refused)
    return spec


def _docs() -> str:
    return render_template("api/docs.html", description=f"{PREFIX}/openapi.json")
