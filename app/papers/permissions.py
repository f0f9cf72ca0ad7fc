"""Who sees and handles which paper (handbook §5.3, §7, §14). The case's reach comes first; then:

- papers of mediation (D07, notes): whoever may read this case's mediation notes
- whereabouts of a protected person: those, and whoever works on the case
- sealed reports (D41): only whoever works on the case
- whoever brought a paper goes on seeing it
"""

import sqlalchemy as sa

from app.cases import permissions as cases
from app.cases.models import Case
from app.errors import Forbidden
from app.papers.models import Paper

KEEPER = "R25"


def levels_for(case: Case, actor) -> frozenset[str]:
    """The levels of this case's papers that the actor may open, given that they see the case."""
    if actor.id is None:
        return frozenset(("OPEN", "TERMS", "NOTES", "PROTECTED", "SEALED"))
    near = any(getattr(case, column) == actor.id for column in cases.OWN)
    notes = actor.may("case.notes.read") and cases.may_read_notes(case, actor)
    terms = cases.may_read_terms(case, actor)
    return frozenset({"OPEN"} | ({"TERMS"} if terms else set()) | ({"NOTES"} if notes else set())
                     | ({"PROTECTED"} if notes or near else set()) | ({"SEALED"} if near else set()))


def visible(case: Case, actor):
    """The same as an SQL condition on papers of the case."""
    mine = Paper.added_by_id == actor.id if actor.id is not None else sa.true()
    return sa.and_(Paper.case_id == case.id, sa.or_(Paper.level.in_(levels_for(case, actor)), mine))


def visible_anywhere(actor):
    """The same for papers of any case, as a condition on Paper joined with its Case."""
    if actor.id is None:
        return sa.true()
    near = cases.in_hand_of(actor)
    notes = cases.readable_notes(actor) if actor.may("case.notes.read") else sa.false()
    return sa.and_(cases.visible_to(actor), sa.or_(
        Paper.level == "OPEN", Paper.added_by_id == actor.id,
        sa.and_(Paper.level == "TERMS", cases.readable_terms(actor)), sa.and_(Paper.level == "NOTES", notes),
        sa.and_(Paper.level == "PROTECTED", sa.or_(notes, near)), sa.and_(Paper.level == "SEALED", near)))


def may_add(case: Case, actor) -> bool:
    """Until the archive, whoever may add papers at all; afterwards only those who keep the archive."""
    return actor.may("paper.add") and (case.archived_at is None or actor.holds(KEEPER) or actor.id is None)


def must_be_open_for_papers(case: Case, actor) -> None:
    if not may_add(case, actor):
        raise Forbidden("案件已归档，材料只能由档案员补充。请联系档案员。" if case.archived_at else None)


def may_withdraw(paper: Paper, case: Case, actor) -> bool:
    """Whoever brought it, has the case in hand or keeps the archive; after the archive only the last."""
    if paper.withdrawn_at or not actor.may("paper.withdraw"):
        return False
    responsible = actor.id in (paper.added_by_id, case.handler_id, case.case_manager_id)
    return actor.holds(KEEPER) or (case.archived_at is None and responsible)
