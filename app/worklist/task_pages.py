"""The parts of the task page that are fetched after it stands: earlier answers, related cases."""

from flask import Blueprint, g

from app import clock
from app.access import needs
from app.cases import related as related_cases
from app.web.kit import render
from app.worklist import earlier as earlier_answers
from app.worklist import task_view


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/tasks/<int:task_id>/earlier", view_func=earlier)
    blueprint.add_url_rule("/tasks/<int:task_id>/related", view_func=related)


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
