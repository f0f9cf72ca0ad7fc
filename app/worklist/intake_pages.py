"""Registering at the window: the form, its drafts, reading back, the receipt. What was typed is sent, never in an address."""

from collections.abc import Mapping

from flask import Blueprint, current_app, flash, g, jsonify, redirect, request, url_for
from markupsafe import Markup

from app import clock
from app.access import needs
from app.api.writes import writes
from app.cases import intake_hints
from app.cases import queries as cases
from app.db import unit_of_work
from app.errors import Invalid
from app.identity import queries as identity
from app.web.kit import render
from app.worklist import afterwards, context, intake, registration, registration_drafts
from app.worklist.json_answers import answers as _answers

PAPERS = {"a5": "A5 纸", "roll": "80 毫米小票"}


def mount(blueprint: Blueprint) -> None:
    rules = (
        ("/cases/new", register_form, "GET"), ("/cases/new", register_case, "POST"),
        ("/cases/new/similar", similar_cases, "POST"), ("/cases/new/known", known_party, "POST"),
        ("/cases/new/drafts/<token>", draft_form, "GET"), ("/cases/new/drafts/<token>", keep_draft, "PUT"),
        ("/cases/new/drafts/<token>/removal", remove_draft, "POST"),
        ("/cases/new/drafts/<token>/check", check_draft, "POST"),
        ("/cases/new/drafts/<token>/read-back", read_back, "GET"),
        ("/cases/new/drafts/<token>/registration", register_draft, "POST"),
        ("/cases/<case_no>/receipt", receipt, "GET"),
    )
    for rule, view, method in rules:
        blueprint.add_url_rule(rule, view_func=view, methods=[method])


@needs("case.register")
def register_form():
    return _form(registration_drafts.new_token(), {})


@needs("case.register")
def draft_form(token):
    return _form(token, registration_drafts.typed(token, g.actor))


@needs("case.register")
@writes
def register_case():
    case_id = registration.register(_answers(), g.actor)
    return jsonify(location=_after(case_id))


@needs("case.register")
def keep_draft(token):
    with unit_of_work():
        registration_drafts.keep(token, _answers(), g.actor)
    return jsonify(saved=True)


@needs("case.register")
def remove_draft(token):
    with unit_of_work():
        registration_drafts.throw_away(token, g.actor)
    flash("草稿已删去。")
    return redirect(url_for(".register_form"))


@needs("case.register")
@writes
def check_draft(token):
    """Complete and right: on to reading it back."""
    answers = _answers()
    intake.check(answers, g.actor)
    registration_drafts.keep(token, answers, g.actor)
    return jsonify(location=url_for(".read_back", token=token))


@needs("case.register")
def read_back(token):
    try:
        parts = intake.to_read_back(token, g.actor)
    except Invalid:
        flash("这份登记还没有填完，请补充后再复述核对。", "warning")
        return redirect(url_for(".draft_form", token=token))
    return render("worklist/read_back.html", token=token, parts=parts, today=clock.today())


@needs("case.register")
def register_draft(token):
    with unit_of_work():
        case_id = intake.register(token, g.actor)
        address = _after(case_id)
    return redirect(address)


@needs("case.register")
def similar_cases():
    """Asked while somebody types: the same dispute within reach, and which parties are known."""
    rows, subject = _rows(_answers().get("parties")), _answers().get("subject")
    subject = subject if isinstance(subject, str) else None
    with unit_of_work():
        found = intake_hints.similar(rows, subject, g.actor, clock.now())
    for one in found["cases"]:
        one["address"] = url_for("cases.case", case_no=one["caseNo"])
    known = [] if found.get("paused") else intake_hints.known_rows(rows, g.actor)
    return jsonify(**found, known=known)


@needs("case.register")
def known_party():
    """Asked for by a click, for one complete number."""
    with unit_of_work():
        return jsonify(party=intake_hints.known_party(_answers(), g.actor))


@needs("case.register")
def receipt(case_no):
    found = cases.case_for(case_no, g.actor)
    settings = current_app.config["HEJIE"]
    paper = request.args.get("paper") if request.args.get("paper") in PAPERS else "a5"
    units = identity.unit_names({found.registered_unit_id}) if found.registered_unit_id else {}
    return render("worklist/receipt.html", case=found, paper=paper, papers=PAPERS, settings=settings,
                  following=afterwards.in_case(found.id, g.actor), registered=f"{clock.local(found.registered_at):%Y-%m-%d %H:%M}",
                  unit=units.get(found.registered_unit_id), code=Markup(intake.drawn(intake.code_of(case_no, settings))),  # noqa: S704 drawn here
                  by=identity.names_of({found.registered_by_id}).get(found.registered_by_id))


def _form(token: str, typed: Mapping) -> str:
    digest, schema = registration.blank_form()
    data = context.blank_data(digest, registration.FORM_KEY, g.actor)
    kept = {key: value for key, value in typed.items() if key not in context.NEVER_TYPED}
    others = [draft for draft in registration_drafts.mine(g.actor) if draft.token != token]
    return render("worklist/register.html", schema=schema, data={**data, **registration.usual_answers(g.actor), **kept}, token=token, drafts=others)


def _after(case_id: int) -> str:
    case = cases.case_with_id(case_id, g.actor)
    if case.case_no is None:
        flash("已作废，没有产生案件编号。")
        return url_for(".worklist")
    flash(f"登记成功，案件编号 {case.case_no}。请打印回执交给来访人。")
    return url_for(".receipt", case_no=case.case_no)


def _rows(value) -> list[Mapping]:
    return [row if isinstance(row, Mapping) else {} for row in value] if isinstance(value, list) else []
