"""The errands given to me and by me, their part of the case page, and the form that asks a colleague."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock, form_values
from app.access import needs
from app.cases import queries as cases
from app.db import unit_of_work
from app.errands import actions, permissions, queries
from app.errors import Forbidden, Invalid
from app.identity import holders
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, page_number, render
from app.worklist import desk_rules, workloads

blueprint = Blueprint("errands", __name__, template_folder="templates")
MENU = (MenuEntry("交办事项", "errands.errands", "errand.answer", "checklist"),)
PARTS = {"mine": "交办给我的", "given": "我交办的"}
USUAL_WORKING_DAYS = 3


@blueprint.get("/errands")
@needs("errand.answer")
def errands():
    return _listed(request.args.get("part", "mine"))


@blueprint.get("/cases/<case_no>/errands")
@needs("case.read")
def of_case(case_no):
    """A part of the case page and of its tasks' pages."""
    case = cases.case_for(case_no, g.actor)
    return render("errands/of_case.html", case=case, page=queries.of_case(case), open=queries.open_in(case),
                  may_ask=permissions.may_ask(case, g.actor), time_left=_time_left(case))


@blueprint.get("/cases/<case_no>/errands/new")
@needs("errand.ask")
def new(case_no):
    return _form(_case_to_ask_in(case_no), {}, {})


@blueprint.get("/cases/<case_no>/errands/people")
@needs("errand.ask")
def people(case_no):
    """The colleagues who may be asked, narrowed by a name: a part of the form."""
    case = _case_to_ask_in(case_no)
    return render_template("worklist/people.html", people=_people(case, request.args.get("near", "")[:40]),
                           chosen=[form_values.number(request.args.get("person"))], several=False)


@blueprint.post("/cases/<case_no>/errands")
@needs("errand.ask")
def ask(case_no):
    case, form = _case_to_ask_in(case_no), request.form
    try:
        with unit_of_work():
            actions.ask(case, form_values.number(form.get("person")) or 0, form.get("text", ""), form_values.day(form.get("day")), g.actor)
    except Invalid as refused:
        return _form(case, refused.errors or {"": [refused.message]}, form), FORM_REFUSED
    flash("已交办，对方已收到通知；答复后会通知您。")
    return redirect(url_for("cases.case", case_no=case_no))


@blueprint.post("/errands/<int:errand_id>/answer")
@needs("errand.answer")
def answer(errand_id):
    return _ended(errand_id, actions.answer, "mine", "已答复，交办人已收到通知。")


@blueprint.post("/errands/<int:errand_id>/withdrawal")
@needs("errand.ask")
def withdraw(errand_id):
    return _ended(errand_id, actions.withdraw, "given", "已撤回，对方已收到通知。")


def _ended(errand_id: int, act, part: str, sentence: str):
    try:
        with unit_of_work():
            act(errand_id, request.form.get("said", ""), g.actor)
    except Invalid as refused:
        return _listed(part, errand_id, refused.errors), FORM_REFUSED
    flash(sentence)
    return redirect(url_for(".errands", part=part))


def _listed(part: str, refused: int | None = None, errors=None) -> str:
    part = part if part in PARTS else "mine"
    page = (queries.given_to if part == "mine" else queries.given_by)(g.actor, page_number())
    return render("errands/errands.html", part=part, parts=PARTS, page=page, time_left=_time_left_of, refused=refused,
                  errors=errors, typed=request.form)


def _form(case, errors: dict, typed) -> str:
    usual = actions.calendar_of(case).working_day_after(clock.today(), USUAL_WORKING_DAYS)
    return render("errands/new.html", case=case, errors=errors, typed=typed, people=_people(case, ""),
                  day=typed.get("day") or usual.isoformat())


def _case_to_ask_in(case_no: str):
    case = cases.case_for(case_no, g.actor)
    if not permissions.may_ask(case, g.actor):
        raise Forbidden("只有本案的承办人、正在办理本案任务的人和承办单位负责人可以交办；归档后和检举控告件不能交办。")
    return case


def _people(case, text: str):
    return workloads.described(holders.search(permissions.askable(case, g.actor), text))


def _time_left(case):
    calendar = actions.calendar_of(case)
    return lambda errand: desk_rules.time_left(calendar, errand.due_at, clock.now())


def _time_left_of(row) -> str:
    return desk_rules.time_left(actions.calendar_in(row.region_code), row.Errand.due_at, clock.now())
