"""REST for worklists, tasks and the registration of new cases."""

from flask import g

from app.access import needs
from app.api.kit import RestBlueprint, paged
from app.api.writes import writes
from app.cases import queries as cases
from app.worklist import actions, queries, registration, task_view
from app.worklist.schemas import Answers, Completion, Registered, TaskDetail, Worklist, WorklistCounts, WorklistQuery

blueprint = RestBlueprint("worklist_api", __name__, description="任务：列表、领取、办理")


@blueprint.get("/worklist")
@needs("task.read")
@blueprint.arguments(WorklistQuery, location="query")
@blueprint.response(200, Worklist)
def worklist(query):
    """任务列表：我的待办（mine）、本单位（unit）、待领取（pool）、我发出的（sent）、我已办（done），最急的在前。"""
    paging = {name: query.pop(name, None) for name in ("box", "page", "perPage", "after", "before")}
    found = queries.worklist(g.actor, paging["box"], queries.Filters(**query), paging["page"], paging["perPage"],
                             after=paging["after"], before=paging["before"])
    return {**paged(found), "after": found.after, "before": found.before, "partlySorted": found.partly_sorted}


@blueprint.get("/worklist/counts")
@needs("task.read")
@blueprint.response(200, WorklistCounts)
def worklist_counts():
    """每个任务箱有多少项，最多数到 1001。"""
    return queries.counts(g.actor)


@blueprint.get("/tasks/<int:task_id>")
@needs("task.read")
@blueprint.response(200, TaskDetail)
def task(task_id):
    """一项任务：表单、预填内容、可选结论。"""
    return task_view.for_rest(task_id, g.actor)


@blueprint.put("/tasks/<int:task_id>/claim")
@needs("task.claim")
@writes
@blueprint.response(204)
def claim(task_id):
    """领取任务；已被别人领取时告诉您是谁。"""
    actions.claim(task_id, g.actor)


@blueprint.delete("/tasks/<int:task_id>/claim")
@needs("task.claim")
@writes
@blueprint.response(204)
def release(task_id):
    """把已领取的任务放回待领取。"""
    actions.release(task_id, g.actor)


@blueprint.put("/tasks/<int:task_id>/draft")
@needs("task.complete")
@writes
@blueprint.arguments(Answers)
@blueprint.response(204)
def draft(body, task_id):
    """暂存填了一半的表单，不作检查。"""
    actions.save_draft(task_id, body["answers"], g.actor)


@blueprint.put("/tasks/<int:task_id>/completion")
@needs("task.complete")
@writes
@blueprint.arguments(Answers)
@blueprint.response(200, Completion)
def complete(body, task_id):
    """办结任务：检查表单，推进流程。内容有误时逐项列出；被别人抢先办结时告诉您是谁。"""
    case_id = actions.complete(task_id, body["answers"], g.actor)
    return task_view.completion(task_id, case_id)


@blueprint.post("/cases")
@needs("case.register")
@writes
@blueprint.arguments(Answers)
@blueprint.response(201, Registered)
def register_case(body):
    """登记一件矛盾纠纷：建案并办结登记任务，返回案件编号。"""
    case = cases.case_with_id(registration.register(body["answers"], g.actor), g.actor)
    return {"id": case.id, "caseNo": case.case_no, "status": case.status}
