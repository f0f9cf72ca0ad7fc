"""REST for working together on a task: transfer, delegate, co-sign, return, withdraw, copy, note, follow up, stand in."""

from collections.abc import Callable

from flask import g
from marshmallow import Schema

from app.access import needs
from app.api.kit import RestBlueprint
from app.api.writes import writes
from app.worklist import acting_schemas as wire
from app.worklist import (
    choosing,
    copies,
    cosigning,
    delegations,
    follow_ups,
    progress,
    returning,
    substitutes,
    transfers,
    urgency,
    withdrawing,
)
from app.worklist.schemas import Answers

blueprint = RestBlueprint("acting_api", __name__, description="任务：转办、委派、会签、退回、撤回、抄送、代理")


def _act(method: str, address: str, body: type[Schema] | None = None) -> Callable:
    """What all acts on a task have in common: who does them completes tasks, one unit of work, nothing to answer."""
    def mounted(view: Callable) -> Callable:
        answering = blueprint.response(204)(view)
        reading = blueprint.arguments(body)(answering) if body is not None else answering
        return blueprint.route(address, methods=[method])(needs("task.complete")(writes(reading)))

    return mounted


@blueprint.get("/tasks/<int:task_id>/people")
@needs("task.read")
@blueprint.arguments(wire.PeopleQuery, location="query")
@blueprint.response(200, wire.PersonLine(many=True))
def people(query, task_id):
    """可以转办、委派、会签或抄送的人，按姓名或单位查找，最多 20 人。"""
    return choosing.people(query["act"], task_id, query["text"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/transfer", wire.Handing)
def transfer(body, task_id):
    """转办：交给对方办到底。"""
    transfers.transfer(task_id, body["person"], body["reason"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/delegation", wire.Handing)
def delegate(body, task_id):
    """委派：对方办好后交回给您确认。"""
    delegations.delegate(task_id, body["person"], body["reason"], g.actor)


@_act("DELETE", "/tasks/<int:task_id>/delegation")
def recall(task_id):
    """收回委派。"""
    delegations.recall(task_id, g.actor)


@_act("PUT", "/tasks/<int:task_id>/delegation/answer", Answers)
def answer(body, task_id):
    """受托人交回：按表单检查，由委派人确认提交。"""
    delegations.answer(task_id, body["answers"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/delegation/refusal", wire.Reason)
def hand_back(body, task_id):
    """受托人办不了，说明原因还给委派人。"""
    delegations.hand_back(task_id, body["reason"], g.actor)


@_act("POST", "/tasks/<int:task_id>/cosigners", wire.Asking)
def ask(body, task_id):
    """加签。"""
    cosigning.ask(task_id, body["people"], body["question"], body["waits"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/cosigners/<int:user_id>/removal", wire.Reason)
def remove(body, task_id, user_id):
    """减签；已经签署的不能减。"""
    cosigning.remove(task_id, user_id, body["reason"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/opinion", wire.Opinion)
def opinion(body, task_id):
    """签署会签意见，交出后不能修改。"""
    cosigning.give_opinion(task_id, body["stance"], body["opinion"], g.actor)


@blueprint.get("/tasks/<int:task_id>/return")
@needs("task.read")
@blueprint.response(200, wire.ReturnChoice(many=True))
def ways_back(task_id):
    """可以退回到哪些环节，各会结束哪些并行任务。"""
    return returning.choices(task_id, g.actor)


@blueprint.post("/tasks/<int:task_id>/return")
@needs("task.complete")
@writes
@blueprint.arguments(wire.Returning)
@blueprint.response(200, wire.Returned)
def send_back(body, task_id):
    """退回；会结束同事的任务而没有列在 agreed 里时，拒绝并说明是哪些。"""
    return {"task": returning.send_back(task_id, body["target"], body["reason"], body["agreed"], g.actor)}


@_act("POST", "/tasks/<int:task_id>/withdrawal", wire.Reason)
def withdraw(body, task_id):
    """撤回自己的上一步；已有人接着办理时告诉您是谁。"""
    withdrawing.withdraw(task_id, body["reason"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/urgency", wire.Reason)
def flag(body, task_id):
    """标为急件；期限不变。"""
    urgency.flag(task_id, body["reason"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/urgency/removal", wire.Reason)
def unflag(body, task_id):
    """取消急件。"""
    urgency.unflag(task_id, body["reason"], g.actor)


@_act("POST", "/tasks/<int:task_id>/copies", wire.Copying)
def copy(body, task_id):
    """抄送：通知对方，可以查看，不能办理。"""
    copies.send(task_id, body["people"], body["note"], g.actor)


@_act("POST", "/tasks/<int:task_id>/progress", wire.Progress)
def note(body, task_id):
    """随时填写进展，记入办理经过。"""
    progress.note(task_id, body["text"], g.actor)


@_act("PUT", "/tasks/<int:task_id>/follow-up", wire.FollowUpOn)
def follow_up(body, task_id):
    """定一个日子提醒自己；再定一次就改日子。"""
    follow_ups.remind(task_id, body["day"], body["note"], g.actor)


@blueprint.get("/substitutes")
@needs("task.read")
@blueprint.response(200, wire.SubstitutionLine(many=True))
def substitutions():
    """与我有关的代理安排，最新的在前。"""
    return substitutes.of_person(g.actor)


@blueprint.post("/substitutes")
@needs("task.complete")
@writes
@blueprint.arguments(wire.Appointing)
@blueprint.response(201, wire.Appointed)
def appoint(body):
    """安排代理；到期自动结束。"""
    rule = substitutes.appoint(body["absent"] or g.actor.id, body["person"], body["first"], body["last"], body["reason"],
                               g.actor, processes=body["processes"], roles=body["roles"])
    return {"id": rule}


@_act("DELETE", "/substitutes/<int:number>")
def end(number):
    """提前结束一条代理。"""
    substitutes.end(number, g.actor)
