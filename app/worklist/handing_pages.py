"""Handing several tasks to one colleague, for good (转办) or for a while (委派): whom, and why."""

from flask import Blueprint, flash, g, make_response, redirect, request, url_for

from app import form_values
from app.access import needs
from app.db import unit_of_work
from app.errors import DomainError, Invalid, NotFound
from app.web.kit import render
from app.worklist import bulk, choosing


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/worklist/bulk/handing/<verb>", view_func=bulk_handing)
    blueprint.add_url_rule("/worklist/bulk/handing/<verb>", view_func=bulk_hand, methods=["POST"])
    blueprint.add_url_rule("/worklist/bulk/handing/<verb>/people", view_func=bulk_people)


@needs("task.complete")
def bulk_handing(verb):
    try:
        return _drawn(verb, form_values.numbers(request.args.getlist("task")), {}, request.args)
    except DomainError as wrong:
        flash(wrong.message, "danger")
        return redirect(url_for(".worklist"))


@needs("task.complete")
def bulk_hand(verb):
    chosen, form = form_values.numbers(request.form.getlist("task")), request.form
    try:
        with unit_of_work():
            run_id = bulk.begin(_known(verb), chosen, g.actor, person_id=form_values.number(form.get("person")), reason=form.get("reason"))
    except Invalid as refused:
        return make_response(_drawn(verb, chosen, refused.errors or {"": [refused.message]}, form), 422)
    return redirect(url_for(".bulk_run", run_id=run_id))


@needs("task.complete")
def bulk_people(verb):
    """The colleagues with the posts for all of the tasks, narrowed by a name: a part of the form."""
    _known(verb)
    found = choosing.people_for_all(form_values.numbers(request.args.getlist("task")), request.args.get("text", "")[:40], g.actor)
    return render("worklist/people.html", people=found, chosen=[form_values.number(request.args.get("person"))], several=False)


def _drawn(verb: str, chosen: list[int], errors: dict, typed) -> str:
    return render("worklist/bulk_handing.html", verb=_known(verb), word=bulk.VERBS[verb], what=bulk.HANDING[verb],
                  tasks=bulk.readable(chosen, g.actor), people=choosing.people_for_all(chosen, "", g.actor),
                  errors=errors, typed=typed, several=False, chosen=[form_values.number(typed.get("person"))])


def _known(verb: str) -> str:
    if verb not in bulk.HANDING:
        raise NotFound("没有这种办理方式，请回到任务列表。")
    return verb
