"""Builds the application; reads like an index of the system."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, Response, current_app, request
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from app import clock, config, observe
from app.access import public
from app.api import kit as api_kit
from app.cases import api as cases_api
from app.cases import catalogue_pages, party_keys, party_pages
from app.cases import pages as cases_pages
from app.catalogues import exchange_pages as _files_of_lists  # noqa: F401 - routes on the same blueprint
from app.catalogues import pages as catalogues_pages
from app.db import db, dump_json, prepare_engine
from app.documents import api as documents_api
from app.documents import pages as documents_pages
from app.errands import pages as errands_pages
from app.home import pages as home_pages
from app.identity import admin_pages, request_actor
from app.identity import pages as identity_pages
from app.instances import step
from app.jobs import models as _daily_rounds  # noqa: F401 - a table that nothing else here imports
from app.notifications import api as notices_api
from app.notifications import pages as notifications_pages
from app.papers import api as papers_api
from app.papers import pages as papers_pages
from app.search import pages as search_pages
from app.sessions import api as sessions_api
from app.sessions import pages as sessions_pages
from app.statistics import api as statistics_api
from app.statistics import pages as statistics_pages
from app.statistics import report_pages
from app.supervision import pages as supervision_pages
from app.web import kit as web_kit
from app.wiring import wire
from app.worklist import acting_api
from app.worklist import api as worklist_api
from app.worklist import pages as worklist_pages
from app.worktime import pages as calendar_pages

FEATURES = (
    worklist_pages,
    cases_pages,
    party_pages,
    papers_pages,
    errands_pages,
    sessions_pages,
    notifications_pages,
    supervision_pages,
    statistics_pages,
    report_pages,
    worklist_api,
    acting_api,
    cases_api,
    statistics_api,
    papers_api,
    documents_api,
    notices_api,
    sessions_api,
    identity_pages,
    calendar_pages,
    catalogues_pages,
    catalogue_pages,
    documents_pages,
    search_pages,
    home_pages,
    admin_pages,
)
"""Modules with `blueprint` or `blueprints` and, if they need more, `register(app)`. The order is the menu's order."""


def create_app(settings: config.Config | None = None) -> Flask:
    """The WSGI application with these settings, or with those of the environment."""
    settings = settings or config.read()
    clock.follow_file(settings.clock_file)
    step.step_limit = settings.step_limit
    party_keys.keyed_with(settings.secret_key)
    app = Flask("app", static_folder=None, template_folder=None)
    app.config.from_mapping(_flask_settings(settings))
    _trust_proxies(app, settings.proxies)
    _open_database(app)
    if not settings.testing:
        observe.write_from(settings.log_level)
    app.before_request(begin_request)
    web_kit.init_app(app)
    api_kit.init_app(app)
    app.register_error_handler(Exception, answer_failure)
    request_actor.init_app(app)
    for feature in FEATURES:
        plug_in(app, feature)
    app.add_url_rule("/healthz", "healthz", healthz)
    wire()
    return app


def plug_in(app: Flask, feature) -> None:
    """Mount a feature's blueprints, on the REST kit or on the pages, and let it register what else it needs."""
    own = getattr(feature, "blueprint", None)
    for blueprint in getattr(feature, "blueprints", [own] if own else []):
        api_kit.mount(app, blueprint) if api_kit.is_rest(blueprint) else app.register_blueprint(blueprint)
    for entry in getattr(feature, "MENU", ()):
        web_kit.add_to_menu(app, entry)
    if hasattr(feature, "register"):
        feature.register(app)


def answer_failure(failure: Exception) -> Response:
    """Programs, and forms that send themselves as JSON, get JSON; people get a page."""
    db.session.rollback()
    kit = api_kit if request.path.startswith("/api/") or request.is_json else web_kit
    return kit.answer_failure(failure)


def begin_request() -> None:
    """A proxy that numbers its requests finds them again in the log; a whole file may be larger than a form."""
    observe.begin(request.headers.get("X-Request-ID"))
    if getattr(current_app.view_functions.get(request.endpoint), "takes_a_file", False):
        request.max_content_length = current_app.config["HEJIE"].paper_megabytes * 1024 * 1024 + 1


@public
def healthz() -> Response:
    """For load balancers: the process answers and reaches its database."""
    db.session.execute(sa.text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


def _flask_settings(settings: config.Config) -> dict:
    return {
        "HEJIE": settings,
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.testing,
        "PROPAGATE_EXCEPTIONS": False,
        "SQLALCHEMY_DATABASE_URI": _with_driver(settings.database_url),
        "SQLALCHEMY_ENGINE_OPTIONS": {"json_serializer": dump_json, "pool_pre_ping": False},
        "SESSION_COOKIE_NAME": "hejie",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "MAX_CONTENT_LENGTH": 4 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
    }


def _trust_proxies(app: Flask, count: int) -> None:
    """Behind so many proxies of ours the visitor's address, scheme and host are what they say; otherwise nobody is believed."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)


def _with_driver(url: str) -> str:
    """A plain postgresql:// address means the driver we ship, psycopg 3."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1) if url.startswith("postgresql://") else url


def _open_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        for engine in db.engines.values():
            prepare_engine(engine)
