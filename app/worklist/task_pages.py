"""The parts of the task page that are fetched after it stands: earlier answers, related cases."""

from flask import Blueprint, g

from app import clock
from app.access import needs
from app.cases import related as related_cases
from app.db import unit_of_work
from app.web.kit import render
from app.worklist import contacting, task_view
from app.worklist import earlier as earlier_answers


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/tasks/<int:task_id>/earlier", view_func=earlier)
    blueprint.add_url_rule("/tasks/<int:task_id>/related", view_func=related)
    blueprint.add_url_rule("/tasks/<int:task_id>/contacts", view_func=contacts, methods=["POST"])


@needs("task.read")
def earlier(task_id):
    """What was answered before in this case."""
    task, case, sight = task_view.looked_at(task_id, g.actor)
    return render("worklist/earlier.html", answered=earlier_answers.of_task(task, case if sight.case else None, g.actor))


@needs("task.read")
def related(task_id):
    """Other cases of these people or of this matter, as far as the person may see them."""
    _, case, sight = task_view.looked_at(task_id, g.actor)
    shown = case if sight.case else None
    return render("worklist/related.html", related=related_cases.of_case(shown, clock.now(), g.actor) if shown else [])


@needs("task.complete")
def contacts(task_id):
    """The telephone numbers of those whom the task is about to speak to; sent, not linked, because looking is written down."""
    task, case, sight = task_view.looked_at(task_id, g.actor)
    with unit_of_work():
        shown = contacting.numbers(task, case, sight, g.actor)
    return render("worklist/contacts.html", contacts=shown), 200, {"Cache-Control": "no-store"}
