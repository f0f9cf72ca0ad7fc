"""The papers part of the case and task pages, one paper's page, upload, preview, download."""

from flask import Blueprint, flash, g, jsonify, redirect, request, url_for

from app.access import needs, takes_a_file
from app.cases import queries as cases
from app.db import unit_of_work
from app.errors import Invalid
from app.papers import (
    actions,
    checklist,
    contents,
    dossier_pages,
    intake,
    permissions,
    photo_pages,
    previews,
    queries,
    serving,
    settings,
    signing_pages,
    words,
)
from app.papers.actions import Entry
from app.web.errors import FORM_REFUSED
from app.web.kit import is_htmx, page_number, render

blueprint = Blueprint("papers", __name__, template_folder="templates")
dossier_pages.mount(blueprint)
signing_pages.mount(blueprint)
photo_pages.mount(blueprint)
PER_PAGE = 30


@blueprint.get("/cases/<case_no>/papers")
@needs("paper.read")
def papers(case_no):
    """A part of the case page and of its tasks' pages; opened by itself a page of its own."""
    case = cases.case_for(case_no, g.actor)
    lines, task = checklist.lines(case, g.actor), queries.task_of(case, request.args.get("task"), g.actor)
    return render("papers/part.html" if is_htmx() else "papers/papers.html", case=case, words=words, contents=contents,
                  task_id=task and task.id, lines=lines, missing=[line for line in lines if line.state == "MISSING"], states=words.STATES,
                  page=queries.papers_of(case, g.actor, page_number(), PER_PAGE),
                  may_add=permissions.may_add(case, g.actor), megabytes=settings.current().paper_megabytes,
                  largest=settings.largest_file())


@blueprint.post("/cases/<case_no>/papers")
@needs("paper.add")
@takes_a_file
def add(case_no):
    """One file as the body; what is said about it stands in the address."""
    task = queries.task_of(cases.case_for(case_no, g.actor), request.args.get("task"), g.actor)
    paper = intake.add(case_no, request.stream, _said("fileName"), Entry(
        _said("title")[:actions.LONGEST_TITLE], _said("code") or None, _said("kind") or "other", _said("level") or "OPEN",
        task and task.element, task and task.id), g.actor)
    return jsonify(id=paper.id, title=paper.title), 201


@blueprint.post("/cases/<case_no>/papers/<int:paper_id>/versions")
@needs("paper.add")
@takes_a_file
def replace(case_no, paper_id):
    paper = intake.replace(case_no, paper_id, request.stream, _said("fileName"), g.actor)
    return jsonify(id=paper.id, title=paper.title), 201


@blueprint.get("/cases/<case_no>/papers/<int:paper_id>")
@needs("paper.read")
def paper(case_no, paper_id):
    return _paper_page(*_found(case_no, paper_id))


@blueprint.post("/cases/<case_no>/papers/<int:paper_id>/withdrawal")
@needs("paper.withdraw")
def withdraw(case_no, paper_id):
    try:
        with unit_of_work():
            case, paper = _found(case_no, paper_id)
            actions.withdraw(case, paper, request.form.get("reason", ""), g.actor)
    except Invalid as refused:
        return _paper_page(*_found(case_no, paper_id), refused.errors), FORM_REFUSED
    flash("已撤下。文件和撤下的理由都保留在办理经过里。")
    return redirect(url_for(".paper", case_no=case_no, paper_id=paper_id))


@blueprint.get("/cases/<case_no>/papers/<int:paper_id>/versions/<int:number>/file")
@needs("paper.read")
def download(case_no, paper_id, number):
    _, found = _found(case_no, paper_id)
    version = queries.version_of(found, number)
    path = queries.content_of(version)
    with unit_of_work():
        actions.note_opening(found, number, g.actor)
    return serving.download(version, path)


@blueprint.get("/cases/<case_no>/papers/<int:paper_id>/versions/<int:number>/pages/<int:sheet>/<size>.jpg")
@needs("paper.read")
def preview(case_no, paper_id, number, sheet, size):
    """A page as a picture: `small` for lists, `large` for reading."""
    _, found = _found(case_no, paper_id)
    return serving.picture(previews.page(queries.version_of(found, number), sheet, size))


def _found(case_no: str, paper_id: int):
    case = cases.case_for(case_no, g.actor)
    return case, queries.paper_for(case, paper_id, g.actor)


def _paper_page(case, paper, errors=None) -> str:
    return render("papers/paper.html", case=case, paper=paper, words=words, contents=contents,
                  openings=queries.openings_of(paper), may_withdraw=permissions.may_withdraw(paper, case, g.actor),
                  may_add=permissions.may_add(case, g.actor), errors=errors, typed=request.form,
                  sheets=previews.sheets(paper.latest), megabytes=settings.current().paper_megabytes,
                  largest=settings.largest_file())


def _said(name: str) -> str:
    return request.args.get(name, "").strip()
