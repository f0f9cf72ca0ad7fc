"""The forms behind 更多 on the task page: each is a part loaded into one dialog, and posts back to where it came from."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, g, jsonify, make_response, request, url_for

from app import clock, form_values
from app.access import needs
from app.api.writes import writes
from app.db import unit_of_work
from app.errors import Invalid
from app.web.kit import render
from app.worklist import (
    choosing,
    copies,
    cosigning,
    delegations,
    follow_ups,
    permissions,
    progress,
    returning,
    teamwork_view,
    transfers,
    urgency,
    withdrawing,
)
from app.worklist.json_answers import answers


class Act(NamedTuple):
    """`do` reads the posted form; `said` is flashed afterwards; `stays`: on the task's page, else back to the list."""

    do: Callable[[int, Any], object]
    said: str
    stays: bool
    button: str


SEVERAL = frozenset({"cosigners", "copies"})


def mount(blueprint: Blueprint) -> None:
    for name in ACTS:
        blueprint.add_url_rule(f"/tasks/<int:task_id>/{name}", f"act_{name}", _form(name))
        blueprint.add_url_rule(f"/tasks/<int:task_id>/{name}", f"do_{name}", _post(name), methods=["POST"])
    for name in choosing.CHOOSABLE:
        blueprint.add_url_rule(f"/tasks/<int:task_id>/{name}/people", f"people_{name}", _people(name))
    blueprint.add_url_rule("/tasks/<int:task_id>/delegation/answer", view_func=answer, methods=["POST"])


@needs("task.complete")
@writes
def answer(task_id):
    """A lent task's form, filled in by the delegate: back to its owner."""
    delegations.answer(task_id, answers(), g.actor)
    flash("已交回，等委派人确认提交。")
    return jsonify(location=url_for(".worklist"))


def _form(name: str):
    @needs("task.read")
    def form(task_id):
        return _drawn(name, task_id, {}, {})

    return form


def _post(name: str):
    @needs("task.complete")
    def post(task_id):
        act = ACTS[name]
        try:
            with unit_of_work():
                act.do(task_id, request.form)
        except Invalid as refused:
            if not refused.errors:
                raise
            return make_response(_drawn(name, task_id, refused.errors, request.form), 422)
        flash(act.said)
        return _gone_to(url_for(".task", task_id=task_id) if act.stays else url_for(".worklist"))

    return post


def _people(name: str):
    @needs("task.complete")
    def people(task_id):
        found = choosing.people(name, task_id, request.args.get("text", "")[:40], g.actor)
        chosen = form_values.numbers(request.args.getlist("person"))
        return render("worklist/people.html", people=found, chosen=chosen, several=name in SEVERAL)

    return people


def _drawn(name: str, task_id: int, errors: dict, typed) -> str:
    task = permissions.task_for(task_id, g.actor)
    permissions.must_be_readable(task, g.actor)
    return render("worklist/act.html", name=name, task=task, label=teamwork_view.LABELS[name], act=ACTS[name],
                  errors=errors, typed=typed, several=name in SEVERAL, **_what_it_needs(name, task_id))


def _what_it_needs(name: str, task_id: int) -> dict[str, Any]:
    match name:
        case "return":
            return {"choices": returning.choices(task_id, g.actor)}
        case "cosigner-removal":
            return {"cosigners": [row for row in cosigning.of_task(task_id) if row.answered_at is None]}
        case "opinion":
            return {"stances": cosigning.STANCES, "mine": teamwork_view.involved.cosigner(task_id, g.actor.id)}
        case "follow-up":
            row = follow_ups.of_task(task_id, g.actor)
            return {"row": row, "day": clock.local(row.remind_at).date().isoformat() if row else ""}
        case "transfer" | "delegation" | "cosigners" | "copies":
            return {"people": choosing.people(name, task_id, "", g.actor)}
        case _:
            return {}


def _gone_to(address: str) -> Response:
    """htmx leaves the page; a browser without it follows the answer."""
    response = make_response("", 204 if request.headers.get("HX-Request") else 303)
    response.headers["HX-Redirect" if request.headers.get("HX-Request") else "Location"] = address
    return response


def _person(form) -> int:
    chosen = form_values.numbers(form.getlist("person"))
    if len(chosen) != 1:
        raise Invalid(errors={"person": ["请选择一位同事。"]})
    return chosen[0]


def _send_back(task_id: int, form) -> None:
    target = next(iter(form_values.numbers(form.getlist("target"))), 0)
    agreed = form_values.numbers(form.getlist(f"closes-{target}")) if form.get(f"agreed-{target}") else []
    returning.send_back(task_id, target, form.get("reason"), agreed, g.actor)


def _take_off(task_id: int, form) -> None:
    cosigning.remove(task_id, _person(form), form.get("reason"), g.actor)


ACTS = {
    "transfer": Act(lambda number, form: transfers.transfer(number, _person(form), form.get("reason"), g.actor),
                    "已转办，对方已收到通知。", stays=False, button="转办"),
    "delegation": Act(lambda number, form: delegations.delegate(number, _person(form), form.get("reason"), g.actor),
                      "已委派，对方办好后会交回给您确认。", stays=True, button="委派"),
    "recall": Act(lambda number, form: delegations.recall(number, g.actor), "已收回，任务回到您名下。", stays=True, button="收回"),
    "hand-back": Act(lambda number, form: delegations.hand_back(number, form.get("reason"), g.actor), "已还给委派人。",
                     stays=False, button="还给委派人"),
    "cosigners": Act(lambda number, form: cosigning.ask(number, form_values.numbers(form.getlist("person")), form.get("reason"),
                                                        form.get("waits", "ALL"), g.actor),
                     "已发出会签。", stays=True, button="请他们会签"),
    "cosigner-removal": Act(_take_off, "已减签。", stays=True, button="减签"),
    "opinion": Act(lambda number, form: cosigning.give_opinion(number, form.get("stance", ""), form.get("opinion", ""), g.actor),
                   "会签意见已交。", stays=True, button="签署"),
    "return": Act(_send_back, "已退回，那一步的办理人已收到通知。", stays=False, button="退回"),
    "withdrawal": Act(lambda number, form: withdrawing.withdraw(number, form.get("reason"), g.actor),
                      "已撤回，您可以修改后重新提交。", stays=True, button="撤回"),
    "copies": Act(lambda number, form: copies.send(number, form_values.numbers(form.getlist("person")), form.get("reason"), g.actor),
                  "已抄送。", stays=True, button="抄送"),
    "progress": Act(lambda number, form: progress.note(number, form.get("text"), g.actor), "进展已记入办理经过。", stays=True,
                    button="记下"),
    "urgency": Act(lambda number, form: urgency.flag(number, form.get("reason"), g.actor), "已标为急件，办理人会收到通知。",
                   stays=True, button="标为急件"),
    "urgency-removal": Act(lambda number, form: urgency.unflag(number, form.get("reason"), g.actor), "已取消急件。", stays=True,
                           button="取消急件"),
    "follow-up": Act(lambda number, form: follow_ups.remind(number, form_values.needed_day(form, "day"), form.get("note"), g.actor),
                     "到日子会提醒您。", stays=True, button="定下提醒"),
}
