"""Keeping the centre's own Word templates: list, download, replace, back to what ships."""

from flask import Blueprint, Response, flash, g, redirect, request, url_for

from app import form_values
from app.access import needs, takes_a_file
from app.db import db, unit_of_work
from app.documents import checking, context, inspecting, kinds, templates_in_use
from app.errors import NotFound
from app.papers import contents, names
from app.processes import queries as processes
from app.web.kit import is_htmx, render


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/documents/templates", "templates", templates)
    blueprint.add_url_rule("/documents/codes/<code>/templates", "templates_under", templates_under)
    blueprint.add_url_rule("/documents/names", "names_for_templates", names_for_templates)
    blueprint.add_url_rule("/documents/templates/<key>", "template", template)
    blueprint.add_url_rule("/documents/templates/<key>/versions", "replace_template", replace, methods=["POST"])
    blueprint.add_url_rule("/documents/templates/<key>/shipped", "back_to_shipped", back_to_shipped, methods=["POST"])
    blueprint.add_url_rule("/documents/templates/<key>/file", "template_file", file)


@needs("document.template")
def templates():
    return render("documents/templates.html", kinds=kinds.kinds().values(), changed=templates_in_use.latest_of_all())


@needs("document.template")
def templates_under(code):
    """A part of the document's page in the catalogue: which Word files are used for it. By itself the list of all."""
    if not is_htmx():
        return redirect(url_for(".templates"))
    found = [kind for kind in kinds.kinds().values() if kind.code == code]
    return render("documents/templates_under.html", kinds=found, changed=templates_in_use.latest_of_all())


@needs("document.template")
def names_for_templates():
    """Every name a template may use, with the tasks of the deployed forms."""
    digest = processes.active_digest_or_none()
    tasks = {element: name for element, (_, name, _) in context.forms_of(digest).items()} if digest else {}
    return render("documents/names.html", tree=checking.known_names(digest), tasks=tasks)


@needs("document.template")
def template(key):
    kind = kinds.kind(key)
    own = templates_in_use.latest(key)
    return render("documents/template.html", kind=kind, own=own, versions=templates_in_use.versions(key),
                  largest=inspecting.LARGEST)


@needs("document.template")
@takes_a_file
def replace(key):
    """The file is the body; checked before anything is kept."""
    kind = kinds.kind(key)
    content = request.stream.read(inspecting.LARGEST + 1)
    checking.refuse_unfit(content)
    db.session.rollback()
    with unit_of_work():
        made = templates_in_use.add(kind.key, names.safe(request.args.get("fileName", ""), contents.WORD), content, g.actor)
    flash(f"《{kind.title}》的模板已换成第 {made.number} 版，之后生成的文书都用它。")
    return {"number": made.number}, 201


@needs("document.template")
def back_to_shipped(key):
    with unit_of_work():
        templates_in_use.back_to_shipped(key, g.actor)
    flash("已恢复为系统自带的模板。")
    return redirect(url_for(".template", key=key))


@needs("document.template")
def file(key):
    """?number= one of the centre's versions; without it the one that ships."""
    kind = kinds.kind(key)
    number = form_values.number(request.args.get("number"), 6)
    content = kinds.shipped(kind.key) if number is None else _version(kind.key, number)
    answer = Response(content, mimetype=contents.WORD)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{kind.title}.docx")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _version(key: str, number: int) -> bytes:
    found = templates_in_use.version(key, number)
    if found is None or found.content is None:
        raise NotFound("没有这一版模板。")
    return found.content
