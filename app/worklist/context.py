"""What a form starts with and is checked against: the case, its variables, the people and units one may choose from.

Only what a form mentions is fetched; most completions need nothing at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from app import clock
from app.cases.models import Case
from app.db import db
from app.identity import choices
from app.instances import facts
from app.instances import queries as instances
from app.processes import queries as processes

LISTS = ("people", "units", "regions")
OF_EACH_TASK = frozenset({"outcome", "remark", "attachments", "signature", "signedAt"})
"""What belongs to one form only: never prefilled from a case or a variable that happens to have the same name."""


@dataclass(frozen=True)
class Needs:
    """What a form reads: `lists` to choose from, `keys` of its fields, whether it reads the case at all."""

    lists: frozenset[str]
    keys: frozenset[str]
    reads_case: bool


def of_task(task, form) -> dict[str, Any]:
    """The context of a check: what the answers may not decide for themselves."""
    del form
    needs = needs_of(task.digest, task.form_key)
    context = _lists(needs, task.region_code, task.case_id)
    if needs.reads_case:
        context |= _known(task.instance_id, task.case_id) | _local(task)
    return context


def start_data(task, form) -> dict[str, Any]:
    """What the form shows when it opens: what is known, then what the person typed before."""
    del form
    needs = needs_of(task.digest, task.form_key)
    known = _known(task.instance_id, task.case_id) | _local(task)
    shown = {key: value for key, value in known.items()
             if key not in needs.keys or (value is not None and key not in OF_EACH_TASK)}
    typed = task.answers if task.status == "DONE" else task.draft
    return {**_written(shown), **_lists(needs, task.region_code, task.case_id), **(typed or {})}


def _written(value: Any) -> Any:
    """Days and moments as the browser's forms write them: 2026-03-02, 2026-03-02T09:00+08:00."""
    if isinstance(value, Mapping):
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def blank_data(digest: str, form_key: str, actor) -> dict[str, Any]:
    """What a form starts with that belongs to no case yet: the choices within the actor's reach."""
    needs = needs_of(digest, form_key)
    region = actor.posts[0].region_code if actor.posts else ""
    return {**_lists(needs, region, None), "firstContactOfficer": actor.id}


@lru_cache(maxsize=2048)
def needs_of(digest: str, form_key: str) -> Needs:
    """Read once per form version."""
    parts = list(_parts(processes.form_schema(digest, form_key)))
    lists = frozenset(part["valuesKey"] for part in parts if part.get("valuesKey") in LISTS)
    keys = frozenset(part["key"] for part in parts if part.get("key"))
    return Needs(lists, keys, any(_reads_case(part) for part in parts))


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in schema.get("components", ()):
        yield part
        yield from _parts(part)


def _reads_case(part: Mapping[str, Any]) -> bool:
    if part.get("readonly") or part.get("disabled") or part.get("type") == "expression":
        return True
    rest = {name: value for name, value in part.items() if name != "components"}
    return '"=' in str(rest).replace("'", '"')


def _lists(needs: Needs, region_code: str | None, case_id: int | None) -> dict[str, Any]:
    if not needs.lists:
        return {}
    if not region_code and case_id is not None:
        region_code = db.session.get(Case, case_id).region_code
    makers = {"people": choices.people, "units": choices.units, "regions": choices.regions}
    return {name: makers[name](region_code or "") for name in needs.lists}


def _known(instance_id: int, case_id: int | None) -> dict[str, Any]:
    """Variables first, then the case's own fields under their FEEL names; `case` and `variables` as a whole too."""
    variables = dict(instances.variables_of(instance_id))
    case = dict(facts.of_case(case_id, clock.now()).get("case") or {})
    return {**case, **variables, "case": case, "variables": variables}


def _local(task) -> dict[str, Any]:
    return dict(task.local or {})
