"""The database session and the only commit.

SQLite runs in WAL mode with full durability; a unit of work there begins IMMEDIATE, so two writers wait for each other
instead of failing half-way. Reads outside a unit of work are rolled back at the end of the request.

A step runs a dozen statements, so they are built once, on the tables and not on the mapped classes, and go through
`run`: a quarter of what the same costs when it is built anew. `write_with_commit` saves up rows for one insert.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": True})


class Moment(sa.types.TypeDecorator):
    """An aware moment, stored in UTC; a naive one is refused because nobody can say what it means."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def dump_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_json_default)


def _json_default(value):
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def run(statement: sa.Executable, values=None) -> sa.CursorResult:
    """Run a prebuilt statement in the present transaction; what is pending in the session is written first."""
    session = db.session()
    session.flush()
    return session.connection().execute(statement, values)


_after_commit = "hejie_after_commit"
_after_undo = "hejie_after_undo"
_with_commit = "hejie_with_commit"
_looking = "hejie_looking"


def look_first() -> None:
    """Begin a request with a look at who asks; a unit of work goes on from there without beginning anew."""
    session = db.session()
    if not session.in_transaction():
        session.connection(execution_options={"hejie_look": True})
        session.info[_looking] = session.get_transaction()


@contextmanager
def unit_of_work() -> Iterator[None]:
    """One change, one transaction: commits at the end, undoes everything if anything raises.

    Not nested: an inner one would commit half of somebody else's work.
    """
    session = db.session()
    if session.info.get("hejie_unit"):
        raise RuntimeError("a unit of work is already open")
    session.info["hejie_unit"] = True
    session.info[_after_commit], session.info[_after_undo], session.info[_with_commit] = [], [], {}
    try:
        _begin_writing(session)
        yield
        session.flush()
        for statement, rows in session.info[_with_commit].items():
            run(statement, rows)
        session.commit()
    except BaseException:
        session.rollback()
        _close_unit(session, _after_undo)
        raise
    _close_unit(session, _after_commit)


def _begin_writing(session) -> None:
    """A look held no lock and each of its statements saw what was committed by then: the same transaction can go on.

    Whatever was read before, in it or in an earlier unit, is read anew.
    """
    looked = session.info.pop(_looking, None)
    if looked is None or looked is not session.get_transaction():
        session.rollback()
        session.connection(execution_options={"hejie_write": True})
    elif session.connection().dialect.name == "sqlite":
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")
    session.expire_all()


def write_with_commit(statement: sa.Insert | sa.Update, rows: list[dict]) -> None:
    """Write rows that nothing reads before the end of this unit of work, those of one statement together and in order."""
    if rows and in_unit_of_work():
        db.session().info[_with_commit].setdefault(statement, []).extend(rows)
    elif rows:
        run(statement, rows)


def _close_unit(session, what_follows: str) -> None:
    actions = session.info.pop(what_follows, [])
    session.info["hejie_unit"] = False
    for action in actions:
        action()


def after_commit(action: Callable[[], None]) -> None:
    """Run something once the present unit of work is safely in the database; lost if the process dies first."""
    db.session().info[_after_commit].append(action)


def after_undo(action: Callable[[], None]) -> None:
    """Run something if the present unit of work is undone, in a unit of its own: keeping a failure, say."""
    db.session().info[_after_undo].append(action)


def in_unit_of_work() -> bool:
    return bool(db.session().info.get("hejie_unit"))


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def prepare_engine(engine: sa.Engine) -> None:
    """Put the durability and locking settings on every new connection."""
    if engine.dialect.name != "sqlite":
        return

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection, _record):
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not pysqlite's late one
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000",
                       "cache_size=-16000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _on_begin(connection):
        options = connection.get_execution_options()
        if not options.get("hejie_look"):  # a look needs no transaction: each statement reads what is committed
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("hejie_write") else "BEGIN")
