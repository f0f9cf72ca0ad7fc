"""The lists of parties walk the index of their key, however many cases there are."""

import sqlalchemy as sa

from app import clock
from app.cases import intake_hints, party_queries
from app.cases.models import Case, Party
from app.db import db, is_sqlite, unit_of_work
from tests import cast as people

MANY = 3000


def many_parties() -> None:
    now = clock.now()
    with unit_of_work():
        db.session.execute(sa.insert(Case), [
            {"case_no": f"990121ZZ2026{number:07}", "status": "REGISTERED", "title": "x", "region_code": "990121100200", "facts": {},
             "tier": "VILLAGE", "created_at": now, "registered_at": now} for number in range(MANY)])
        cases = db.session.scalars(sa.select(Case.id).order_by(Case.case_no)).all()
        db.session.execute(sa.insert(Party), [
            {"case_id": case, "position": 0, "role": "APPLICANT", "name": f"某{number}", "same_key": f"{number:032x}",
             "contact_key": f"{number:032x}", "protected": False} for number, case in enumerate(cases)])
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def plan(statement: sa.Select) -> str:
    text = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    rows = db.session.execute(sa.text(("EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN ") + text.replace(":", "\\:"))).all()
    return "\n".join(str(row[-1]) for row in rows)


def test_a_partys_cases_the_known_rows_and_the_similar_are_found_by_an_index(cast):
    many_parties()
    actor, key = cast.actor(people.VILLAGE_HEAD), f"{7:032x}"
    of_one = party_queries._reached(actor).where(Party.same_key == key).order_by(Party.case_id.desc(), Party.id.desc()).limit(21)
    assert "ix_party_same_key_case_id" in plan(of_one)
    assert "ix_party_same_key_case_id" in plan(intake_hints._reached(actor, [key]))
    assert "ix_party_contact_key_case_id" in plan(party_queries._reached(actor).where(Party.contact_key.in_([key])).limit(20))
    assert [party.name for party, _ in party_queries.party_page(key, actor).cases.items] == ["某7"]
