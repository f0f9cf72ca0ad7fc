"""From empty to head equals the models, and head to empty works, on both databases."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from app.config import Config
from app.db import db
from app.factory import create_app
from tests import databases


@pytest.fixture(params=databases.KINDS)
def empty_database(request, tmp_path):
    app = create_app(Config(database_url=databases.fresh_url(request.param, tmp_path), secret_key="x" * 40,
                            data_dir=tmp_path, testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [one for one in compare_metadata(context, db.metadata) if "alembic_version" not in str(one)]


def test_the_migrations_make_exactly_the_models(empty_database):
    upgrade()
    assert differences() == []


def test_the_migrations_can_be_taken_back_to_nothing(empty_database):
    upgrade()
    downgrade(revision="base")
    assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_migrating_twice_changes_nothing(empty_database):
    upgrade()
    upgrade()
    assert differences() == []
