"""The case search and the case page."""

from flask import Blueprint, g, request

from app import clock
from app.access import needs
from app.cases import lights, queries, words
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("cases", __name__, template_folder="templates")
MENU = (MenuEntry("案件查询", "cases.search", "case.search", "search"),)


@blueprint.get("/cases")
@needs("case.search")
def search():
    wanted = queries.Search(**{name: request.args.get(name) or None for name in
                               ("text", "status", "light", "tier", "route", "risk_level", "channel")})
    found = queries.search(g.actor, wanted, page_number())
    return render("cases/search.html", page=found, wanted=wanted, words=words)


@blueprint.get("/cases/<case_no>")
@needs("case.read")
def case(case_no):
    found = queries.case_for(case_no, g.actor)
    return render("cases/case.html", case=found, words=words, light=lights.light_of(found, clock.now()),
                  clocks=queries.live_clocks(found.id), timeline=queries.timeline(found.id, page_number(), 30))


def register(app) -> None:
    app.jinja_env.globals["case_words"] = words
