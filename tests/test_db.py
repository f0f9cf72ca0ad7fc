"""The unit of work: one commit, everything or nothing, and what it takes along."""

import pytest
import sqlalchemy as sa

from app.db import after_commit, after_undo, db, look_first, run, unit_of_work, write_with_commit
from app.identity.models import AuditEntry
from tests.instances.running import at_once

_NOTES = AuditEntry.__table__
_WRITE = sa.insert(_NOTES)
_READ = sa.select(_NOTES.c.subject).order_by(_NOTES.c.id)


@pytest.fixture(autouse=True)
def _tables(app):
    """Every test here writes."""


def note(text: str) -> dict:
    return {"action": "note", "subject": text, "details": {}}


def fail_after(*doings) -> None:
    with unit_of_work():
        for do in doings:
            do()
        raise ZeroDivisionError


def subjects() -> list[str]:
    db.session.rollback()
    return list(run(_READ).scalars())


def test_rows_saved_up_for_the_commit_come_in_their_order_and_with_the_rest():
    with unit_of_work():
        write_with_commit(_WRITE, [note("一")])
        write_with_commit(_WRITE, [])
        assert list(run(_READ).scalars()) == []
        write_with_commit(_WRITE, [note("二"), note("三")])

    assert subjects() == ["一", "二", "三"]


def test_rows_saved_up_are_forgotten_with_a_unit_that_is_undone():
    with pytest.raises(ZeroDivisionError):
        fail_after(lambda: write_with_commit(_WRITE, [note("一")]))
    with unit_of_work():
        write_with_commit(_WRITE, [note("二")])

    assert subjects() == ["二"]


def test_what_follows_a_commit_does_not_follow_an_undoing():
    followed = []
    with unit_of_work():
        after_commit(lambda: followed.append("committed"))
        after_undo(lambda: followed.append("undone"))
    with pytest.raises(ZeroDivisionError):
        fail_after(lambda: after_commit(lambda: followed.append("committed")),
                   lambda: after_undo(lambda: followed.append("undone")))

    assert followed == ["committed", "undone"]


def test_a_unit_inside_a_unit_is_refused():
    with pytest.raises(RuntimeError, match="already open"), unit_of_work(), unit_of_work():
        pass


def test_a_unit_that_goes_on_from_a_look_sees_what_others_committed_meanwhile(app):
    db.session.rollback()
    look_first()
    assert list(run(_READ).scalars()) == []

    def somebody_else():
        with unit_of_work():
            run(_WRITE, note("一"))

    assert at_once(app, somebody_else) == [None]
    with unit_of_work():
        assert list(run(_READ).scalars()) == ["一"]
        run(_WRITE, note("二"))
    assert subjects() == ["一", "二"]


def test_a_unit_that_goes_on_from_a_look_is_undone_like_any_other():
    db.session.rollback()
    look_first()
    run(_READ).all()
    with pytest.raises(ZeroDivisionError):
        fail_after(lambda: run(_WRITE, note("一")))

    assert subjects() == []


def test_two_units_that_go_on_from_a_look_write_one_after_the_other(app):
    def count_up():
        for _ in range(20):
            look_first()
            run(_READ).all()
            with unit_of_work():
                run(_WRITE, note("x"))

    assert at_once(app, count_up, count_up) == [None, None]
    assert len(subjects()) == 40


def test_records_read_before_a_unit_are_read_anew_in_it(app):
    with unit_of_work():
        run(_WRITE, note("一"))
    db.session.remove()
    look_first()
    entry = db.session.scalar(sa.select(AuditEntry))

    def somebody_else():
        with unit_of_work():
            run(sa.update(_NOTES).values(subject="二"))

    at_once(app, somebody_else)
    with unit_of_work():
        assert entry.subject == "二"

