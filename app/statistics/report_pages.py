"""月报和考核: the reports of a county, one to print, and what a unit sees of its own appraisal."""

import sqlalchemy as sa
from flask import Blueprint, flash, g, redirect, request, url_for

from app.access import needs
from app.db import db, unit_of_work
from app.errors import Invalid, NotFound
from app.paging import page_of
from app.statistics import appraisals, period, places, reports, rules, words
from app.statistics.models import Appraisal, MonthlyReport
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, page_number, render
from app.worklist.models import HumanTask

blueprint = Blueprint("monthly_reports", __name__, template_folder="templates")
MENU = (MenuEntry("月报", "monthly_reports.listed", "statistics.read", "file-text"),
        MenuEntry("考核", "monthly_reports.own", "appraisal.read", "star"))


@blueprint.get("/statistics/reports")
@needs("statistics.read")
def listed():
    found = page_of(sa.select(MonthlyReport).where(_readable(g.actor)).order_by(MonthlyReport.month.desc(), MonthlyReport.id),
                    page_number())
    return render("statistics/reports.html", page=found, statuses=reports.STATUSES, period=period)


@blueprint.get("/statistics/reports/<int:report_id>")
@needs("statistics.read")
def one(report_id):
    found = db.session.scalar(sa.select(MonthlyReport).where(MonthlyReport.id == report_id, _readable(g.actor)))
    if found is None:
        raise NotFound("没有找到这份月报，或者它还没有公布。")
    return render("statistics/report.html", report=found, statuses=reports.STATUSES, month=period.of(found.month),
                  rows=reports.differences(found), adjustments=reports.adjustments(found), keys=rules.BY_NAME, say=reports.words,
                  appraisals=appraisals.of_report(found.id), why=appraisals.in_words, words=words, rules=rules,
                  county=places.county_around(found.region_prefix), steps=_steps(found))


@blueprint.get("/appraisals")
@needs("appraisal.read")
def own():
    """What this person's units were given, from the moment they were told."""
    found = page_of(appraisals.of_units(_own_units()), page_number())
    return render("statistics/appraisals.html", page=found, why=appraisals.in_words, period=period, may_object=_may_object)


@blueprint.get("/appraisals/<int:appraisal_id>/objection")
@needs("appraisal.object")
def objection_form(appraisal_id):
    return _objection_form(_own(appraisal_id))


@blueprint.post("/appraisals/<int:appraisal_id>/objection")
@needs("appraisal.object")
def object_to(appraisal_id):
    appraisal = _own(appraisal_id)
    try:
        with unit_of_work():
            appraisals.object_to(db.session.get(Appraisal, appraisal.id), request.form.get("reason", ""), g.actor)
    except Invalid as refused:
        return _objection_form(_own(appraisal_id), refused.errors), FORM_REFUSED
    flash("异议已提出，县综治中心主任处理后会通知您。")
    return redirect(url_for(".own"))


def _objection_form(appraisal: Appraisal, errors=None) -> str:
    return render("statistics/objection.html", appraisal=appraisal, errors=errors, typed=request.form, period=period,
                  why=appraisals.in_words)


def _own(appraisal_id: int) -> Appraisal:
    found = db.session.execute(appraisals.of_units(_own_units()).where(Appraisal.id == appraisal_id)).first()
    if found is None:
        raise NotFound("没有找到这项考核，或者它不是您单位的。")
    return found[0]


def _own_units() -> set[int]:
    return {post.unit_id for post in g.actor.posts_as(appraisals.HEADS)}


def _may_object(appraisal: Appraisal, report: MonthlyReport) -> bool:
    return report.status == "APPRAISED" and appraisal.objected_at is None and g.actor.may("appraisal.object")


def _readable(actor):
    """The county's own readers see every report of it; whoever reads for a part of the county sees what is published."""
    prefixes = {post.region_prefix for post in actor.posts_as(places.READERS)}
    inside = [MonthlyReport.region_prefix.startswith(prefix, autoescape=True) for prefix in prefixes if len(prefix) <= 6]
    county = [sa.and_(MonthlyReport.region_prefix == prefix[:6], MonthlyReport.status == "PUBLISHED") for prefix in prefixes]
    return sa.or_(sa.false(), *inside, *county)


def _steps(report: MonthlyReport) -> list[sa.Row]:
    """Who did what with the report, and when."""
    return list(db.session.execute(
        sa.select(HumanTask.name, HumanTask.status, HumanTask.done_by_name, HumanTask.done_at, HumanTask.due_at, HumanTask.outcome)
        .where(HumanTask.instance_id == (report.instance_id or 0)).order_by(HumanTask.id)))
