"""What of a case stays hidden from people who may open one of its tasks (handbook §5.3).

- mediation notes: the answers of tasks that a diagram marks `confidential="notes"`, and what those tasks kept as variables
- what the parties settled for, or why they did not (`confidential="terms"`): hidden from those who only look on
- a report to the discipline inspection: whoever only has a step to do gets the form and nothing of the report
- where a protected person lives and how to reach them
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.cases import permissions as cases
from app.cases.models import Case
from app.processes import queries as processes
from app.worklist import involved

NOTES, TERMS = "notes", "terms"
WHEREABOUTS = frozenset({"phone", "address", "domicile", "guardian", "agent", "guardianPhone", "agentPhone",
                         "regionCode", "employer"})
SEALED_TITLE = "检举控告件（内容已密封）"


@dataclass(frozen=True)
class Sight:
    """What one person may see around one task: `case` its facts and history, `notes` and `terms` what confidential
    tasks left behind, `task` what was typed in it, `mine` whatever its form works with, `doable` also the draft. `protected`: names whose
    whereabouts stay hidden."""

    case: bool
    notes: bool
    terms: bool
    task: bool
    mine: bool
    doable: bool
    protected: frozenset[str] = frozenset()


def sight_of(task, case: Case | None, actor, doable: bool) -> Sight:  # noqa: FBT001 a fact about the task
    """What this person may see around a task that they may open."""
    if case is None:
        return Sight(case=True, notes=True, terms=True, task=True, mine=True, doable=doable)
    asked = not doable and involved.is_involved(task.id, actor.id)
    sees = cases.may_see(case, actor) or ((doable or asked) and case.matter_kind != cases.SEALED)
    reads = cases.may_read_notes(case, actor)
    notes = is_confidential(task)
    mine = doable or (actor.id is not None and actor.id == task.done_by_id)
    terms = doable or cases.may_read_terms(case, actor)
    typed = mine or {NOTES: reads, TERMS: sees and terms}.get(marking_of(task), sees)
    near = mine or any(getattr(case, column) == actor.id for column in cases.OWN)
    hidden = () if near else (party.name for party in case.parties if party.protected)
    drafted = doable or (asked and typed and involved.is_cosigner(task.id, actor.id))
    return Sight(sees, reads or (mine and notes), terms, typed, mine or (reads and notes), drafted, frozenset(hidden))


def is_confidential(task) -> bool:
    return marking_of(task) == NOTES


def marking_of(task) -> str | None:
    """What the diagram says of the task: "notes", "terms" or nothing."""
    return (task.settings or {}).get("confidential")


def title_of(case: Case, actor) -> str:
    """The case's title, or for a sealed report that somebody else took in, only that it is one."""
    return SEALED_TITLE if case.matter_kind == cases.SEALED and not cases.may_see(case, actor) else case.title


def kept_from(sight: Sight, digest: str) -> frozenset[str]:
    """The case variables that this person may not see."""
    notes = frozenset() if sight.notes else kept_notes(digest)
    return notes if sight.terms else notes | kept_by(digest, TERMS)


def kept_notes(digest: str) -> frozenset[str]:
    """The case variables that tasks with notes leave behind for the diagram to decide on."""
    return kept_by(digest, NOTES)


@lru_cache(maxsize=64)
def kept_by(digest: str, marking: str) -> frozenset[str]:
    marked = (element.properties for process in processes.bundle(digest).processes.values()
              for element in process.elements.values() if element.properties.get("confidential") == marking)
    names = (name.strip() for properties in marked for name in (properties.get("keep") or "").split(","))
    return frozenset(filter(None, names))


def without_whereabouts(value: Any, protected: frozenset[str]) -> Any:
    """The same answers, with the whereabouts of these people taken out wherever they are named."""
    if not protected:
        return value
    if isinstance(value, Mapping):
        named = value.get("name") in protected or value.get("partyName") in protected
        return {key: without_whereabouts(inner, protected) for key, inner in value.items()
                if not (named and key in WHEREABOUTS)}
    return [without_whereabouts(one, protected) for one in value] if isinstance(value, list) else value
