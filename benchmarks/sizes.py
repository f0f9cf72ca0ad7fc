"""How many bytes a finished case leaves in the database, indexes and the kept REST answers included."""

import sqlalchemy as sa

from app.api.models import IdempotentRequest
from app.db import db, unit_of_work

_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def report(product, finish_cases) -> None:
    """`finish_cases()` finishes some and says how many. A kept answer goes after a week, the rest stays."""
    with product.app.app_context():
        before = _size_without_answers()
        cases = finish_cases()
        with_answers = _size()
        for_good = _size_without_answers()
    print(f"   bytes per finished case: {(with_answers - before) / cases / 1024:.1f} KB, "
          f"{(for_good - before) / cases / 1024:.1f} KB after a week", flush=True)


def _size_without_answers() -> int:
    with unit_of_work():
        db.session.execute(sa.delete(IdempotentRequest))
    return _size()


def _size() -> int:
    """Without the room that deleted and changed rows left, which later rows take."""
    db.session.rollback()
    engine = db.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", hejie_look=True) as connection:
        connection.exec_driver_sql("VACUUM FULL" if engine.dialect.name == "postgresql" else "VACUUM")
        return connection.exec_driver_sql(_SIZE[engine.dialect.name]).scalar()
