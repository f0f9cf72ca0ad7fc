"""The page of one person or organisation, the search for them, and a party's whole information for a stated reason."""

from flask import Blueprint, g, render_template, request

from app import clock, form_values
from app.access import needs
from app.cases import party_queries, party_sight, queries, sheltering, words
from app.db import unit_of_work
from app.errors import Invalid
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("parties", __name__, template_folder="templates")
MENU = (MenuEntry("当事人查询", "parties.search", "case.search", "users"),)


@blueprint.get("/parties")
@needs("case.search")
def search():
    return render("cases/parties.html", text="", page=None, errors=None, words=words)


@blueprint.post("/parties")
@needs("case.search")
def look_for():
    """Sent, not linked: names and numbers do not belong in an address."""
    text, number = request.form.get("text", "")[:100], request.form.get("page", "1")
    try:
        with unit_of_work():
            found = party_queries.look_for(text, g.actor, form_values.number(number, 4) or 1)
    except Invalid as refused:
        return render("cases/parties.html", text=text, page=None, errors=refused.errors, words=words), FORM_REFUSED
    return render("cases/parties.html", text=text, page=found, errors=None, words=words)


@blueprint.get("/parties/<key>")
@needs("case.search")
def party(key):
    found = party_queries.party_page(key, g.actor, page_number())
    return render("cases/party.html", found=found, party=found.party, page=found.cases, words=words, sight=party_sight)


@blueprint.post("/cases/<case_no>/parties/<int:party_id>/whole")
@needs("party.unmask")
def unmask(case_no, party_id):
    """A part of the case page."""
    found = queries.case_for(case_no, g.actor)
    reason, shown, errors = request.form.get("reason", ""), None, None
    try:
        with unit_of_work():
            shown = party_sight.unmask(found, party_id, reason, g.actor)
    except Invalid as refused:
        errors = refused.errors
    part = render_template("cases/party_whole.html", case=found, party_id=party_id, shown=shown, errors=errors, reason=reason)
    return part, FORM_REFUSED if errors else 200, {"Cache-Control": "no-store"}


@blueprint.post("/cases/<case_no>/parties/<int:party_id>/shelter-removal")
@needs("party.unshelter")
def unshelter(case_no, party_id):
    """A part of the case page: the sentence that it is done, or the form with what is wrong."""
    found = queries.case_for(case_no, g.actor)
    reason, errors = request.form.get("reason", ""), None
    try:
        with unit_of_work():
            sheltering.lift(found, party_id, reason, g.actor, clock.today())
    except Invalid as refused:
        errors = refused.errors
    part = render_template("cases/party_shelter.html", case=found, party_id=party_id, lifted=not errors, errors=errors, reason=reason)
    return part, FORM_REFUSED if errors else 200, {"Cache-Control": "no-store"}


def register(app) -> None:
    app.jinja_env.globals.update(party_lines=party_sight.lines, may_unshelter=sheltering.may_lift)
