"""The form for a word about a case."""

from flask import Blueprint, flash, g, redirect, request, url_for

from app.access import needs
from app.cases import queries as cases
from app.db import unit_of_work
from app.errors import Invalid
from app.web.errors import FORM_REFUSED
from app.web.kit import render
from app.worklist import remarks


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/cases/<case_no>/remarks/new", view_func=remark)
    blueprint.add_url_rule("/cases/<case_no>/remarks", view_func=leave_remark, methods=["POST"])


@needs("case.message")
def remark(case_no):
    return _form(cases.case_for(case_no, g.actor), {}, "")


@needs("case.message")
def leave_remark(case_no):
    case, text = cases.case_for(case_no, g.actor), request.form.get("text", "")
    try:
        with unit_of_work():
            remarks.leave(case, text, g.actor)
    except Invalid as refused:
        return _form(case, refused.errors, text), FORM_REFUSED
    flash("已留言，承办人会收到通知。")
    return redirect(url_for("cases.case", case_no=case_no) + "#timeline")


def _form(case, errors: dict, text: str) -> str:
    return render("worklist/remark.html", case=case, errors=errors, text=text, longest=remarks.LONGEST)
