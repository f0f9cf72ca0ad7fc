"""Reading what was made from templates: only what this person may open, filtered in SQL."""

import sqlalchemy as sa

from app.cases.models import Case
from app.errors import NotFound
from app.paging import Page, page_of
from app.papers import contents, permissions
from app.papers import queries as papers
from app.papers.models import Paper, PaperVersion


def made(case: Case, actor, page: int = 1, per_page: int = 20) -> Page:
    """Newest first; items are rows with one Paper."""
    return page_of(sa.select(Paper).where(permissions.visible(case, actor), _from_a_template()).order_by(Paper.id.desc()), page, per_page)


def made_one(case: Case, paper_id: int, actor) -> Paper:
    """Raises NotFound for what is no document from a template, too."""
    found = papers.paper_for(case, paper_id, actor)
    if found.origin != "system" or found.latest.content_type != contents.WORD:
        raise NotFound(papers.NOT_THERE)
    return found


def _from_a_template():
    """What was bound into a dossier or signed on glass is the system's, too, but no Word file."""
    word = sa.exists().where(PaperVersion.paper_id == Paper.id, PaperVersion.content_type == contents.WORD)
    return sa.and_(Paper.origin == "system", Paper.withdrawn_at.is_(None), word)
