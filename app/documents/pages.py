"""The documents part of case and task pages, making a document, looking at it."""

from flask import Blueprint, flash, g, redirect, request, url_for

from app import form_values
from app.access import needs
from app.cases import queries as cases
from app.db import unit_of_work
from app.documents import actions, context, desk, invitation_pages, kinds, numbers, previews, template_pages
from app.errors import Invalid
from app.papers import actions as papers
from app.papers import permissions, queries, serving, settings
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, is_htmx, render

blueprint = Blueprint("documents", __name__, template_folder="templates")
template_pages.mount(blueprint)
invitation_pages.mount(blueprint)
MENU = (MenuEntry("文书模板", "documents.templates", "document.template", "file-text"),)


@blueprint.get("/cases/<case_no>/documents")
@needs("document.read")
def part(case_no):
    """A part of the papers part; opened by itself a page of its own."""
    return _part(cases.case_for(case_no, g.actor))


@blueprint.get("/cases/<case_no>/documents/<key>")
@needs("document.produce")
def form(case_no, key):
    """What is missing, and fields for what can be typed; where nothing is missing, the button."""
    return _form(case_no, key)


@blueprint.post("/cases/<case_no>/documents/<key>")
@needs("document.produce")
def produce(case_no, key):
    noted_id = _noted_id()
    try:
        typed = {name: text for name, text in request.form.items() if name in kinds.asked()}
        if typed:
            with unit_of_work():
                actions.type_in(case_no, key, noted_id, typed, g.actor)
        made = actions.produce(case_no, key, noted_id, g.actor)
    except Invalid as refused:
        return _form(case_no, key, refused), FORM_REFUSED
    flash(f"已生成《{made.title}》，放入卷宗。请打印后由当事人签名，再上传签字件。")
    return redirect(url_for(".preview", case_no=case_no, paper_id=made.id, number=made.latest.number))


@blueprint.get("/cases/<case_no>/papers/<int:paper_id>/versions/<int:number>/preview")
@needs("paper.read")
def preview(case_no, paper_id, number):
    """The pages as pictures, when LibreOffice is there; else the way to the Word file."""
    case, paper, version = _found(case_no, paper_id, number)
    able = previews.office() is not None
    return render("documents/preview.html", case=case, paper=paper, version=version, able=able,
                  sheets=range(1, previews.sheets(version) + 1) if able else (), largest=settings.largest_file(),
                  signed=desk.signed_copies(case, paper, g.actor), may_add=permissions.may_add(case, g.actor), signed_title=f"{paper.title}（签字件）"[:papers.LONGEST_TITLE])


@blueprint.get("/cases/<case_no>/papers/<int:paper_id>/versions/<int:number>/preview/<int:sheet>.jpg")
@needs("paper.read")
def sheet(case_no, paper_id, number, sheet):
    _, _, version = _found(case_no, paper_id, number)
    return serving.picture(previews.page(version, sheet))


@blueprint.get("/cases/<case_no>/papers/<int:paper_id>/versions/<int:number>/pdf")
@needs("paper.read")
def pdf(case_no, paper_id, number):
    _, paper, version = _found(case_no, paper_id, number)
    place = previews.pdf_of(version)
    with unit_of_work():
        papers.note_opening(paper, number, g.actor)
    return serving.archive(place, "application/pdf", f"{paper.title}.pdf")


def _found(case_no, paper_id, number):
    case = cases.case_for(case_no, g.actor)
    paper = queries.paper_for(case, paper_id, g.actor)
    return case, paper, queries.version_of(paper, number)


def _part(case) -> str:
    task = queries.task_of(case, request.args.get("task"), g.actor)
    shown = desk.desk_of(case, g.actor, task.element if task else None)
    may_add = permissions.may_add(case, g.actor)
    return render("documents/part.html" if is_htmx() else "documents/documents.html", case=case, desk=shown, may_add=may_add,
                  may_make=may_add and g.actor.may("document.produce"))


def _form(case_no, key, refused: Invalid | None = None) -> str:
    kind = kinds.kind(key)
    case = actions.case_to_write(case_no, kind, g.actor)
    noted = actions.noted_of(case, kind, _noted_id())
    wanting = actions.incomplete(case, kind, noted)
    return render("documents/form.html", case=case, kind=kind, noted=noted, wanting=wanting, typed=request.form,
                  title=numbers.title_of(case, kind, noted), errors=(refused.errors if refused else None),
                  fields=actions.fields_of(case, kind, noted, wanting), known=context.typed_for(case, kind, noted),
                  longest=actions.LONGEST_TYPED)


def _noted_id() -> int | None:
    return form_values.number(request.values.get("noted"))
