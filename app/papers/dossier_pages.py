"""Ordering the dossier as one file, watching it being bound, taking it out."""

from flask import Blueprint, g, request

from app.access import needs
from app.cases import queries as cases
from app.db import unit_of_work
from app.papers import dossier, orders, serving
from app.web.kit import render


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/cases/<case_no>/dossier", view_func=dossier_part)
    blueprint.add_url_rule("/cases/<case_no>/dossier", view_func=order, methods=["POST"])
    blueprint.add_url_rule("/cases/<case_no>/dossier/<int:order_id>/file", view_func=bound)


@needs("dossier.make")
def dossier_part(case_no):
    """A part of the papers part: what was ordered, and the form to order it. Asks again while something is being bound."""
    return _part(cases.case_for(case_no, g.actor))


@needs("dossier.make")
def order(case_no):
    with unit_of_work():
        case = cases.case_for(case_no, g.actor)
        orders.order(case, request.form.get("form", ""), request.form.get("purpose", ""), g.actor)
    return _part(case)


@needs("dossier.make")
def bound(case_no, order_id):
    case = cases.case_for(case_no, g.actor)
    found = orders.order_for(case, order_id, g.actor)
    path = orders.ready_file(found)
    with unit_of_work():
        orders.note_taken_out(found, g.actor)
    suffix = found.form.lower()
    kind = "卷宗" if found.purpose == dossier.ARCHIVE else "卷宗副本"
    return serving.archive(path, dossier.FORMS[found.form], f"{kind} {case.case_no}.{suffix}")


def _part(case) -> str:
    asked = orders.orders_of(case, g.actor)
    return render("papers/dossier.html", case=case, orders=asked, forms=dossier.FORMS, purposes={
        purpose: dossier.PURPOSES[purpose] for purpose in orders.purposes_for(case, g.actor)}, names=dossier.PURPOSES,
        busy=any(one.state in ("WAITING", "RUNNING") for one in asked))
