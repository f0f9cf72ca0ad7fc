"""The task page and the registration page."""

from flask import Blueprint, flash, g, jsonify, redirect, url_for
from markupsafe import Markup, escape

from app import clock
from app.access import needs
from app.api.writes import writes
from app.db import unit_of_work
from app.web.kit import MenuEntry, render
from app.worklist import (
    acting_pages,
    actions,
    afterwards,
    bulk_pages,
    case_pages,
    copies,
    desk_pages,
    handing_pages,
    intake_pages,
    remark_pages,
    task_pages,
    task_view,
    together_pages,
)
from app.worklist.json_answers import answers as _answers

blueprint = Blueprint("worklist", __name__, template_folder="templates")
case_pages.mount(blueprint)
desk_pages.mount(blueprint)
bulk_pages.mount(blueprint)
handing_pages.mount(blueprint)
acting_pages.mount(blueprint)
together_pages.mount(blueprint)
intake_pages.mount(blueprint)
task_pages.mount(blueprint)
remark_pages.mount(blueprint)
MENU = (MenuEntry("我的任务", "worklist.worklist", "task.read", "list-check"),
        MenuEntry("登记案件", "worklist.register_form", "case.register", "plus"),
        MenuEntry("代理与协作", "worklist.together", "task.read", "users"))


@blueprint.get("/tasks/<int:task_id>")
@needs("task.read")
def task(task_id):
    shown = task_view.for_page(task_id, g.actor)
    if any(copy.user_id == g.actor.id and copy.read_at is None for copy in shown["copies"]):
        with unit_of_work():
            copies.mark_read(task_id, g.actor)
    return render("worklist/task.html", **shown)


@blueprint.post("/tasks/<int:task_id>/claim")
@needs("task.claim")
def claim(task_id):
    with unit_of_work():
        actions.claim(task_id, g.actor)
    return redirect(url_for(".task", task_id=task_id))


@blueprint.post("/tasks/<int:task_id>/release")
@needs("task.claim")
def release(task_id):
    with unit_of_work():
        actions.release(task_id, g.actor)
    flash("任务已放回待领取，其他可以办理的同事能看到它。")
    return redirect(url_for(".worklist"))


@blueprint.post("/tasks/<int:task_id>/completion")
@needs("task.complete")
@writes
def complete(task_id):
    actions.complete(task_id, _answers(), g.actor)
    return jsonify(location=_after(task_id))


@blueprint.put("/tasks/<int:task_id>/draft")
@needs("task.complete")
def draft(task_id):
    with unit_of_work():
        actions.save_draft(task_id, _answers(), g.actor)
    return jsonify(saved=True)


def register(app) -> None:
    app.context_processor(lambda: {"now_local": clock.local(clock.now()).isoformat(timespec="minutes")})


def _after(task_id: int) -> str:
    """Where to go from a finished task: the next one of the same case if it is one's own, else the worklist."""
    after = afterwards.of_task(task_id, g.actor)
    if after.mine is not None:
        flash(after.sentence)
        return url_for(".task", task_id=after.mine)
    offer = Markup("")
    if after.offered is not None:
        offer = Markup('<a class="alert-link" href="{}">您也可以接着办：{}</a>').format(
            url_for(".task", task_id=after.offered.id), after.offered.name)
    flash(escape(after.sentence) + offer)
    return url_for(".worklist")
