"""Doing the same with many tasks: choosing, one shared form, the progress and the result of each."""

from flask import Blueprint, flash, g, jsonify, redirect, request, url_for

from app import form_values
from app.access import needs
from app.api.writes import writes
from app.db import unit_of_work
from app.errors import DomainError, Forbidden, Invalid
from app.processes import queries as processes
from app.web.kit import render
from app.worklist import bulk, context, desk_filters, saved_views
from app.worklist.json_answers import answers

PERMISSIONS = {"claim": "task.claim", "release": "task.claim", "transfer": "task.complete", "delegation": "task.complete",
               "complete": "task.complete"}


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/worklist/bulk", view_func=bulk_begin, methods=["POST"])
    blueprint.add_url_rule("/worklist/bulk/form", view_func=bulk_form)
    blueprint.add_url_rule("/worklist/bulk/completion", view_func=bulk_complete, methods=["POST"])
    blueprint.add_url_rule("/worklist/bulk/<int:run_id>", view_func=bulk_run)
    blueprint.add_url_rule("/worklist/bulk/<int:run_id>/next", view_func=bulk_next, methods=["POST"])
    blueprint.add_url_rule("/worklist/views", view_func=save_view, methods=["POST"])
    blueprint.add_url_rule("/worklist/views/<int:view_id>/removal", view_func=remove_view, methods=["POST"])


@needs("task.read")
def bulk_begin():
    """Begin with the tasks that were ticked; completing and handing over ask first what is the same for all."""
    verb, chosen = request.form.get("verb", ""), form_values.numbers(request.form.getlist("task"))
    if not g.actor.may(PERMISSIONS.get(verb, "task.read")):
        raise Forbidden()
    if verb == "complete":
        return redirect(url_for(".bulk_form", task=chosen))
    if verb in bulk.HANDING:
        return redirect(url_for(".bulk_handing", verb=verb, task=chosen))
    try:
        with unit_of_work():
            run_id = bulk.begin(verb, chosen, g.actor)
    except Invalid as wrong:
        flash(wrong.message, "danger")
        return redirect(_back())
    return redirect(url_for(".bulk_run", run_id=run_id))


@needs("task.complete")
def bulk_form():
    """One form for all of them; it starts empty, since each task belongs to another case."""
    chosen = form_values.numbers(request.args.getlist("task"))
    try:
        task = bulk.same_form(chosen, g.actor)
    except DomainError as wrong:
        flash(wrong.message, "danger")
        return redirect(url_for(".worklist"))
    return render("worklist/bulk_form.html", task=task, chosen=chosen, data=context.blank_data(task.digest, task.form_key, g.actor),
                  schema=processes.form_schema(task.digest, task.form_key))


@needs("task.complete")
@writes
def bulk_complete():
    chosen = form_values.numbers(request.args.getlist("task"))
    bulk.same_form(chosen, g.actor)
    run_id = bulk.begin("complete", chosen, g.actor, answers=answers())
    return jsonify(location=url_for(".bulk_run", run_id=run_id))


@needs("task.read")
def bulk_run(run_id):
    return render("worklist/bulk_run.html", **_standing(run_id))


@needs("task.read")
def bulk_next(run_id):
    """The next few; htmx asks for them one after the other, a browser without scripts by a button."""
    run = bulk.run_of(run_id, g.actor)
    if not g.actor.may(PERMISSIONS[run.verb]):
        raise Forbidden()
    bulk.go_on(run_id, g.actor)
    if request.headers.get("HX-Request") == "true":
        return render("worklist/bulk_progress.html", **_standing(run_id))
    return redirect(url_for(".bulk_run", run_id=run_id))


@needs("task.read")
def save_view():
    try:
        with unit_of_work():
            view_id = saved_views.save(request.form.get("name", ""), request.form, request.form.get("role"), g.actor)
    except DomainError as wrong:
        flash(_first_sentence(wrong), "danger")
        return redirect(_back())
    flash("视图已保存，在列表上方可以一键打开。")
    return redirect(url_for(".worklist", **_filters(), view=view_id))


@needs("task.read")
def remove_view(view_id):
    with unit_of_work():
        saved_views.remove(view_id, g.actor)
    flash("视图已删除。")
    return redirect(url_for(".worklist"))


def _standing(run_id: int) -> dict:
    run, counts = bulk.run_of(run_id, g.actor), bulk.counts_of(run_id)
    return {"run": run, "verb": bulk.VERBS[run.verb], "items": bulk.items_of(run_id, g.actor), "total": sum(counts.values()),
            "done": counts.get("DONE", 0), "refused": counts.get("REFUSED", 0), "waiting": counts.get("WAITING", 0)}


def _filters() -> dict[str, str]:
    return desk_filters.address(desk_filters.box_of(request.form), desk_filters.of(request.form))


def _back() -> str:
    return url_for(".worklist", **_filters())


def _first_sentence(wrong: DomainError) -> str:
    return next((sentence for sentences in getattr(wrong, "errors", {}).values() for sentence in sentences), wrong.message)
