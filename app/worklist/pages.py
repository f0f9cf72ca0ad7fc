"""The worklist, the task page and the registration page."""

from flask import Blueprint, Response, flash, g, jsonify, redirect, request, url_for

from app import clock
from app.access import needs
from app.api.writes import writes
from app.cases import queries as cases
from app.db import unit_of_work
from app.errors import Invalid, NotFound
from app.instances import queries as instances
from app.processes import queries as processes
from app.web.kit import MenuEntry, page_number, render
from app.worklist import actions, context, permissions, queries, registration, task_view

blueprint = Blueprint("worklist", __name__, template_folder="templates")
MENU = (MenuEntry("我的任务", "worklist.worklist", "task.read", "list-check"),
        MenuEntry("登记案件", "worklist.register_form", "case.register", "plus"))


@blueprint.get("/")
@needs("task.read")
def worklist():
    box = request.args.get("box", "mine")
    wanted = queries.Filters(request.args.get("text") or None, request.args.get("light") or None)
    found = queries.worklist(g.actor, box, wanted, page_number())
    return render("worklist/worklist.html", page=found, box=box, boxes=queries.BOXES, counts=queries.counts(g.actor),
                  wanted=wanted)


@blueprint.get("/tasks/<int:task_id>")
@needs("task.read")
def task(task_id):
    return render("worklist/task.html", **task_view.for_page(task_id, g.actor))


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
    flash("任务已退回，其他可以办理的同事能看到它。")
    return redirect(url_for(".worklist"))


@blueprint.post("/tasks/<int:task_id>/completion")
@needs("task.complete")
@writes
def complete(task_id):
    case_id = actions.complete(task_id, _answers(), g.actor)
    return jsonify(location=_after(case_id, task_id))


@blueprint.put("/tasks/<int:task_id>/draft")
@needs("task.complete")
def draft(task_id):
    with unit_of_work():
        actions.save_draft(task_id, _answers(), g.actor)
    return jsonify(saved=True)


@blueprint.get("/cases/new")
@needs("case.register")
def register_form():
    digest, schema = registration.blank_form()
    return render("worklist/register.html", schema=schema,
                  data=context.blank_data(digest, registration.FORM_KEY, g.actor))


@blueprint.post("/cases/new")
@needs("case.register")
@writes
def register_case():
    case_id = registration.register(_answers(), g.actor)
    case = cases.case_with_id(case_id, g.actor)
    flash(f"登记成功，案件编号 {case.case_no}。请把编号告诉来访人。")
    return jsonify(location=url_for("cases.case", case_no=case.case_no))


@blueprint.get("/cases/<case_no>/progress")
@needs("case.read")
def progress(case_no):
    """A part of the case page: who has what to do now, and the diagrams."""
    case = cases.case_for(case_no, g.actor)
    running = instances.of_case(case.id)
    return render("worklist/progress.html", case=case, tasks=queries.open_tasks_of_case(case.id), instances=running,
                  incidents=instances.open_incidents(case.id),
                  elements={one.id: queries.elements_of_instance(one.id) for one in running},
                  mine=lambda row: permissions.is_candidate(row.HumanTask, g.actor),
                  process_name=task_view.process_name)


@blueprint.get("/diagrams/<int:instance_id>.bpmn")
@needs("case.read")
def diagram(instance_id):
    """The diagram that an instance runs, as it was deployed."""
    found = instances.instance(instance_id)
    if found is None or found.case_id is None:
        raise NotFound()
    cases.case_with_id(found.case_id, g.actor)
    wanted = request.args.get("process") or found.process_id
    if wanted not in processes.bundle(found.digest).processes:
        raise NotFound()
    return Response(processes.diagram(found.digest, wanted), mimetype="application/xml")


def register(app) -> None:
    app.context_processor(lambda: {"now_local": clock.local(clock.now()).isoformat(timespec="minutes")})


def _answers() -> dict:
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        raise Invalid("提交的内容无法读取，请刷新页面后重新填写。")
    return body["answers"]


def _after(case_id: int | None, task_id: int) -> str:
    """Where to go from a finished task: the next one of the same case if it is one's own, else the worklist."""
    following = queries.next_of_mine(case_id, g.actor)
    flash("已办结。" + (f"接着办理：{following.name}。" if following else "没有需要您接着办的环节。"))
    if following:
        return url_for(".task", task_id=following.id)
    return url_for(".worklist")
