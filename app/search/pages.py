"""The search that stands at the top of every page."""

from flask import Blueprint, g, redirect, request, url_for

from app.access import needs
from app.cases import party_queries, words
from app.db import unit_of_work
from app.errors import Invalid
from app.papers import words as paper_words
from app.search import queries
from app.web.errors import FORM_REFUSED
from app.web.kit import page_number, render
from app.worklist.boxes import BOXES

blueprint = Blueprint("search", __name__, template_folder="templates")
GROUPS = {"cases": "案件", "papers": "材料", "documents": "文书编号"}
PER_PAGE = 20


@blueprint.get("/search")
@needs("case.search")
def everywhere():
    text, group = request.args.get("text", ""), request.args.get("in")
    if not text.strip():
        return _drawn(text)
    try:
        finding = queries.Finding(text, g.actor)
        return _one_group(finding, group) if group in GROUPS else _all_groups(finding)
    except Invalid as refused:
        return _drawn(text, errors=refused.errors), FORM_REFUSED


@blueprint.post("/search")
@needs("case.search")
def look_for():
    """Straight to the case whose number it is. Telephones and numbers of papers do not belong in an address: what they find is
    the answer itself."""
    text = request.form.get("text", "")
    number = queries.case_numbered(text, g.actor)
    if number is not None:
        return redirect(url_for("cases.case", case_no=number))
    if not queries.is_of_a_party(text, g.actor):
        return redirect(url_for(".everywhere", text=queries.clean(text)))
    try:
        with unit_of_work():
            return _drawn(text, parties=party_queries.look_for(text, g.actor), numbered=True)
    except Invalid as refused:
        return _drawn(text, errors=refused.errors), FORM_REFUSED


def _all_groups(finding: queries.Finding) -> str:
    with unit_of_work():
        parties = finding.parties() if not queries.begins_with_number(finding.text) else None
    return _drawn(finding.text, finding=finding, parties=parties, cases=finding.cases(),
                  tasks=finding.tasks() if g.actor.may("task.read") else None,
                  papers=finding.papers() if g.actor.may("paper.read") else None, documents=finding.documents())


def _one_group(finding: queries.Finding, group: str) -> str:
    if group == "papers" and not g.actor.may("paper.read"):
        return _drawn(finding.text)
    found = getattr(finding, group)(page_number(), PER_PAGE)
    return _drawn(finding.text, finding=finding, group=group, page=found, **{group: found})


def _drawn(text: str, **found) -> str:
    shown = {"finding": None, "group": None, "page": None, "parties": None, "cases": None, "tasks": None, "papers": None,
             "documents": None, "errors": None, "numbered": False, **found}
    return render("search/everywhere.html", text=queries.clean(text), groups=GROUPS, boxes=BOXES, words=words,
                  paper_words=paper_words, newest=queries.NEWEST, longest=queries.LONGEST, **shown)
