"""The case search, the case page and the messages a person brings to a case."""


from flask import Blueprint, flash, g, redirect, request, url_for

from app import clock, form_values
from app.access import needs
from app.cases import case_search, clock_view, lights, messages, queries, timeline_view, words
from app.db import unit_of_work
from app.errors import Invalid
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("cases", __name__, template_folder="templates")
MENU = (MenuEntry("案件查询", "cases.search", "case.search", "search"),)
FILTERS = ("text", "status", "light", "tier", "route", "risk_level", "channel")


@blueprint.get("/cases")
@needs("case.search")
def search():
    wanted = case_search.Search(**{name: request.args.get(name) or None for name in FILTERS},
                                registered_from=form_values.day(request.args.get("registered_from")),
                                registered_to=form_values.day(request.args.get("registered_to")))
    found = case_search.find(g.actor, wanted, page_number())
    return render("cases/search.html", page=found, wanted=wanted, words=words)


@blueprint.get("/cases/<case_no>")
@needs("case.read")
def case(case_no):
    found = queries.case_for(case_no, g.actor)
    timeline = queries.timeline(found.id, page_number(), 60)
    return render("cases/case.html", case=found, words=words, colour=lights.light_of(found, clock.now()),
                  limits=clock_view.limits_of(found, clock.now()), page=timeline,
                  moments=timeline_view.moments(timeline.items), offered=messages.offered(found, g.actor))


@blueprint.get("/cases/<case_no>/messages/<message>")
@needs("case.message")
def message_form(case_no, message):
    return _message_form(queries.case_for(case_no, g.actor), message)


@blueprint.post("/cases/<case_no>/messages/<message>")
@needs("case.message")
def bring_message(case_no, message):
    """Afterwards to the task that the message opened for this person, if it did."""
    found, kind = queries.case_for(case_no, g.actor), messages.kind_of(message)
    try:
        payload = messages.filled_in(kind, request.form)
    except Invalid as refused:
        return _message_form(found, message, refused.errors), FORM_REFUSED
    with unit_of_work():
        messages.bring(found, message, payload, g.actor)
    flash(f"已发起：{kind.button or kind.name}。")
    return redirect(url_for("worklist.next_task", case_no=case_no))


def register(app) -> None:
    app.jinja_env.globals["case_words"] = words


def _message_form(case, message: str, errors=None) -> str:
    return render("cases/message.html", case=case, message=message, kind=messages.kind_of(message), errors=errors,
                  typed=request.form)
