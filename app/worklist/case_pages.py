"""What the worklist adds to the case page: who has what to do, where the processes stand, the way to one's next task."""

from flask import Blueprint, Response, flash, g, redirect, request, url_for

from app import clock
from app.access import needs
from app.cases import queries as cases
from app.db import unit_of_work
from app.errors import NotFound
from app.instances import queries as instances
from app.processes import queries as processes
from app.web.kit import render
from app.worklist import awaiting, deadline_requests, permissions, queries, rules, standing, takers


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/cases/<case_no>/progress", view_func=progress)
    blueprint.add_url_rule("/cases/<case_no>/diagrams", view_func=diagrams)
    blueprint.add_url_rule("/cases/<case_no>/next", view_func=next_task)
    blueprint.add_url_rule("/cases/<case_no>/deadline-request", view_func=request_deadline, methods=["POST"])
    blueprint.add_url_rule("/diagrams/<int:instance_id>.bpmn", view_func=diagram)


@needs("case.read")
def progress(case_no):
    """A part of the case page: who has what to do now."""
    case = cases.case_for(case_no, g.actor)
    tasks = queries.open_tasks_of_case(case.id)
    return render("worklist/progress.html", case=case, tasks=tasks, mine=_is_mine, takers=takers.in_words,
                  awaited=[] if tasks else awaiting.sentences(case.id), incidents=instances.open_incidents(case.id),
                  light_of=lambda task: rules.light_of_due(task.due_at, clock.now()))


@needs("case.read")
def diagrams(case_no):
    """A part of the case page: every process of the case, with what is open in it."""
    case = cases.case_for(case_no, g.actor)
    return render("worklist/diagrams.html", drawings=standing.of_case(case.id))


@needs("case.read")
def next_task(case_no):
    """To the actor's own next task in the case, else to the case."""
    case = cases.case_for(case_no, g.actor)
    following = queries.next_of_mine(case.id, g.actor)
    if following:
        return redirect(url_for(".task", task_id=following.id))
    return redirect(url_for("cases.case", case_no=case_no))


@needs("deadline.request")
def request_deadline(case_no):
    """Open the request form for more time; it lands with whoever has the case in hand."""
    case = cases.case_for(case_no, g.actor)
    with unit_of_work():
        deadline_requests.begin(case, g.actor)
    flash("已发起延期、中止申请，请填写申请表。")
    return redirect(url_for(".next_task", case_no=case_no))


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


def _is_mine(task) -> bool:
    free = task.claimed_by_id is None
    return task.claimed_by_id == g.actor.id or (free and permissions.is_candidate(task, g.actor))
