"""The case search finds the same whether few cases are gathered or many are walked down, and stays quick with many."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import case_search
from app.cases.case_search import MOST_GATHERED, Search
from app.cases.models import Case, Party
from app.cases.word_index import CaseWord, words_of
from app.db import db, is_sqlite, unit_of_work
from tests import cast as people
from tests.cases.test_party_plans import plan

MANY = MOST_GATHERED * 2
NOW = clock.at("2026-03-02 10:00")


@pytest.fixture
def many(cast):
    """One village's cases, a minute apart, the newest last; every hundredth is open and overdue, one alone names 欧阳惜墨."""
    clock.move_to("2026-03-02 10:00")
    with unit_of_work():
        db.session.execute(sa.insert(Case), [{
            "id": number, "case_no": f"990121ZZ2026{number:07}", "title": f"王某与李某第{number}号纠纷", "region_code": "990121100200",
            "status": "HANDLING" if number % 100 == 0 else "ARCHIVED", "closed_at": None if number % 100 == 0 else NOW, "facts": {},
            "due_at": NOW - timedelta(days=1), "tier": "VILLAGE", "route": "POLICE" if number % 500 == 7 else "PEOPLE", "created_at": NOW,
            "registered_at": NOW - timedelta(minutes=MANY - number)} for number in range(1, MANY + 1)])
        db.session.execute(sa.insert(CaseWord.__table__), [
            {"word": word, "case_id": number} for number in range(1, MANY + 1) for word in words_of(f"王某与李某第{number}号纠纷")])
        db.session.add(Party(case_id=3, position=0, role="APPLICANT", name="欧阳惜墨"))
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return cast


def numbers(cast, who: str, page: int = 1, **wanted) -> list[int]:
    return [case.id for case, _ in case_search.find(cast.actor(who), Search(**wanted), page, 3).items]


def test_many_and_few_are_found_newest_first_with_every_filter(many):
    head = people.VILLAGE_HEAD
    assert numbers(many, head) == [MANY, MANY - 1, MANY - 2]
    assert numbers(many, head, 2) == [MANY - 3, MANY - 4, MANY - 5]
    assert numbers(many, head, light="RED") == numbers(many, head, status="HANDLING") == [2000, 1900, 1800]
    assert numbers(many, head, light="BLUE") == [1999, 1998, 1997]
    assert numbers(many, head, route="POLICE") == [1507, 1007, 507]
    assert numbers(many, head, text="欧阳惜墨") == numbers(many, head, text="惜墨") == [3]
    assert numbers(many, head, text="纠纷") == numbers(many, head, text="纷") == [2000, 1999, 1998]
    assert numbers(many, head, text="纠纷", light="RED") == [2000, 1900, 1800]
    assert numbers(many, head, text="990121ZZ20260000123") == [123]
    assert numbers(many, head, text="990121ZZ2026000012") == [129, 128, 127]
    assert numbers(many, head, text="查无此人") == numbers(many, head, text="%") == []
    with unit_of_work():
        db.session.execute(sa.update(Case).where(Case.id.in_([5, 700])).values(mediator_id=many.user(people.MEDIATOR)))
    assert numbers(many, people.MEDIATOR) == numbers(many, people.MEDIATOR, text="纠纷") == [700, 5]
    assert numbers(many, people.MEDIATOR, text="990121ZZ2026") == [700, 5]


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_finds_nothing_by_anything(many, who):
    for wanted in ({}, {"text": "纠纷"}, {"text": "欧阳惜墨"}, {"text": "990121ZZ20260000123"}, {"light": "RED"}, {"route": "POLICE"}):
        assert numbers(many, who, **wanted) == []


def test_whoever_reaches_many_walks_down_an_index_that_is_in_order(many):
    """PostgreSQL rather sorts so few rows, but gathers no county there either."""
    actor = many.actor(people.DIRECTOR)
    for wanted, index in ((Search(), "registered_at"), (Search(text="纠纷"), "registered_at"), (Search(light="RED"), "open_newest"),
                          (Search(route="POLICE"), "route_registered_at"), (Search(text="990121ZZ2026"), "dispute_case_1 (case_no")):
        walked = plan(case_search._query(actor, wanted).with_only_columns(Case.id).limit(21))
        assert "ix_dispute_case_region" not in walked and "ix_dispute_case_handler" not in walked, (wanted, walked)
        assert not is_sqlite() or (index in walked and "TEMP B-TREE" not in walked), (wanted, walked)
