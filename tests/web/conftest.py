import pytest
from flask import Blueprint, flash

from app.access import needs, public
from app.config import Config
from app.db import db
from app.errors import Conflict, Invalid, NotFound, Unavailable
from app.factory import create_app, plug_in
from app.paging import Page
from app.web.kit import MenuEntry, page_number, render
from tests import databases

FAILURES = {"missing": NotFound, "conflict": Conflict, "invalid": lambda: Invalid(errors={"a": ["甲不能为空。"]}),
            "busy": Unavailable, "bug": lambda: RuntimeError("secret detail")}


class SampleFeature:
    """A feature as small as can be, to show what the kit does for all of them."""

    blueprint = Blueprint("sample", __name__, template_folder="templates")
    MENU = (MenuEntry("样例", "sample.listing", "case.read", "folder"), MenuEntry("维护", "sample.admin", "user.manage", "key"))

    @staticmethod
    @blueprint.get("/sample")
    @needs("case.read")
    def listing():
        flash("<b>已保存</b>")
        return render("sample.html", page=Page(["<script>alert(1)</script>"], page_number(), 1, True))

    @staticmethod
    @blueprint.get("/sample/admin")
    @needs("user.manage")
    def admin():
        return "ok"

    @staticmethod
    @blueprint.route("/sample/failing/<kind>", methods=["GET", "POST"])
    @public
    def failing(kind):
        raise FAILURES[kind]()

    @staticmethod
    @blueprint.get("/sample/<int:row_id>")
    @public
    def row(row_id):
        return str(row_id)


@pytest.fixture(scope="package")
def web_app(database_kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"web-{database_kind}")
    app = create_app(Config(database_url=databases.fresh_url(database_kind, folder), secret_key="for-tests",
                            data_dir=folder, demo=True, testing=True, argon2_time_cost=1, argon2_memory_kib=64))
    plug_in(app, SampleFeature)
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def app(web_app):
    with web_app.app_context():
        yield web_app
        db.session.rollback()
        db.session.remove()
        databases.empty(db.engine, db.metadata)
