"""From what happens elsewhere to milestones: stations of a case, finished tasks, steps of its processes, slips."""

from app.cases.models import Case
from app.statistics import closing, contacts, mediations, milestones
from app.statistics.task_milestones import OF_TASK

_SIMPLE = {"MERGED": "MERGED", "CLOSED_MATTER": "FINISHED"}


def on_station_reached(reached) -> None:
    """A StationReached of the cases."""
    case, now = milestones.case_of(reached.case_id), reached.now
    _note_reopening(case, reached.before, now)
    match reached.station:
        case "NUMBERED":
            milestones.mark(case, "NUMBERED", case.registered_at)
        case "ACCEPTED":
            if milestones.last(case.id, "ACCEPTED") is None:
                milestones.mark(case, "ACCEPTED", now)
        case "DISPATCHED":
            milestones.mark(case, "DISPATCHED", now)
            milestones.give_unit(case)
        case "SIGNED":
            contacts.signed(case, now)
        case "CLOSED":
            closing.close(case, now)
        case "ARCHIVED":
            milestones.mark(case, "ARCHIVED", now, good=not (case.facts or {}).get("fileDefect"))
        case station if station in _SIMPLE:
            milestones.mark(case, _SIMPLE[station], now)


def on_task_completed(completed) -> None:
    """A TaskCompleted of the worklist; the case record has its answers already."""
    keep = OF_TASK.get(completed.element)
    if keep is not None and completed.case_id is not None:
        keep(milestones.case_of(completed.case_id), completed)


def on_instance_advanced(advanced) -> None:
    """An InstanceAdvanced of the instances: mediations that end, ratings that close, performances that fall due."""
    if advanced.case_id is not None:
        mediations.follow(advanced)


def on_slip_issued(issued) -> None:
    """A SlipIssued of the supervision."""
    milestones.mark(milestones.case_of(issued.case_id), "SLIP", issued.now, label=issued.action)


def _note_reopening(case: Case, before: str | None, now) -> None:
    """The case counts its rounds; whoever raises the count has taken it up again (P01, or a closed case anew)."""
    if before is not None and case.reopen_count > milestones.count(case.id, "REOPENED"):
        milestones.revoke(case.id, ("CLOSED", "PREVENTED"), now)
        milestones.mark(case, "REOPENED", now)
