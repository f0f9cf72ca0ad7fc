"""What supervision adds to the case page."""

from flask import Blueprint, g

from app.access import needs
from app.cases import queries as cases
from app.supervision import queries
from app.web.kit import render

blueprint = Blueprint("supervision", __name__, template_folder="templates")


@blueprint.get("/cases/<case_no>/slips")
@needs("case.read")
def slips(case_no):
    """A part of the case page: 提示, 催办 and 督办 issued so far."""
    case = cases.case_for(case_no, g.actor)
    return render("supervision/slips.html", slips=queries.slips_of(case.id))
