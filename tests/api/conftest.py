import pytest
from flask import g
from marshmallow import Schema, fields, validate

from app.access import needs
from app.api.kit import Paging, RestBlueprint, paged
from app.api.writes import writes
from app.config import Config
from app.db import db
from app.errors import Conflict
from app.factory import create_app, plug_in
from app.identity.models import AuditEntry
from app.paging import Page
from tests import databases


class NoteIn(Schema):
    text = fields.String(required=True, validate=validate.Length(1, 40))
    people = fields.Integer(strict=True)
    extra = fields.Raw()


class NoteOut(Schema):
    id = fields.Integer()
    text = fields.String()
    by = fields.String()


class NoteFeature:
    """A REST feature as small as can be; its notes are audit rows, so it needs no table of its own."""

    blueprint = RestBlueprint("notes", __name__, url_prefix="/notes", description="便条")
    step = None
    """A test may put a function here that runs inside the step."""

    @staticmethod
    @blueprint.post("")
    @needs("case.register")
    @writes
    @blueprint.arguments(NoteIn)
    @blueprint.response(201, NoteOut)
    def write_note(note):
        """写一张便条"""
        if note["text"] == "conflict":
            raise Conflict()
        row = AuditEntry(action="note", subject=note["text"], actor_id=g.actor.id, details=note)
        db.session.add(row)
        db.session.flush()
        if NoteFeature.step:
            NoteFeature.step()
        return {"id": row.id, "text": row.subject, "by": g.actor.name}

    @staticmethod
    @blueprint.get("")
    @needs("case.read")
    @blueprint.arguments(Paging, location="query")
    def list_notes(paging):
        """我的便条"""
        own = db.select(AuditEntry.id).where(AuditEntry.action == "note", AuditEntry.actor_id == g.actor.id)
        rows = list(db.session.scalars(own.order_by(AuditEntry.id)))
        return paged(Page(rows, paging["page"], paging["perPage"], False))


@pytest.fixture(scope="package")
def rest_app(database_kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp(f"api-{database_kind}")
    app = create_app(Config(database_url=databases.fresh_url(database_kind, folder), secret_key="for-tests",
                            data_dir=folder, demo=True, testing=True, argon2_time_cost=1, argon2_memory_kib=64))
    plug_in(app, NoteFeature)
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture
def app(rest_app):
    with rest_app.app_context():
        yield rest_app
        NoteFeature.step = None
        db.session.rollback()
        db.session.remove()
        databases.empty(db.engine, db.metadata)


@pytest.fixture
def notes(app):
    """How many notes there are, and the feature itself: notes(), notes.feature."""
    def count():
        db.session.rollback()
        return db.session.scalar(db.select(db.func.count(AuditEntry.id)).where(AuditEntry.action == "note"))

    count.feature = NoteFeature
    return count
