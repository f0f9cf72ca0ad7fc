"""What a form starts with and is checked against: the case, its variables, the people and units one may choose from.

Only what a form mentions is fetched; most completions need nothing at all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

import sqlalchemy as sa

from app import clock
from app.cases import clock_view
from app.cases.models import Case, Party
from app.db import db, dump_json
from app.identity import choices
from app.instances import facts
from app.instances import queries as instances
from app.processes import queries as processes
from app.worklist import confidential, field_papers, pickers, starting, workloads

_PICKED = (*pickers.LISTS, *pickers.OF_OTHERS, *pickers.OF_THE_CASE)
LISTS = ("people", "units", "regions", "clocks", *_PICKED)
EACH_PARTY = "eachParty"
STARTS_AS = "startsAs"
PAPERS = {"signature": "signatures", "photos": "photos"}
"""Types of fields that name papers, and where the check finds those they may name."""
OF_EACH_TASK = frozenset({"outcome", "remark", "attachments", "photos", "signature", "signedAt"})
"""What belongs to one form only: never prefilled from a case or a variable that happens to have the same name."""
_NAME = re.compile(r"[^\W\d]\w*")
NEVER_TYPED = frozenset({*LISTS, "case", "variables"})
"""What a draft may not replace: the choices and facts that the next person sees."""


@dataclass(frozen=True)
class Needs:
    """What a form reads: `lists` to choose from, `keys` of its fields, every word it `mentions`, whether it reads the
    case at all, by type the keys of fields that name `papers` (signature, photos).
    `party_rows`: lists that open with a row for each party, as (path, field for the name, the row's defaults).
    `starts`: fields that open with a fact of the case, as (key, name in starting.FACTS)."""

    lists: frozenset[str]
    keys: frozenset[str]
    mentions: frozenset[str]
    reads_case: bool
    papers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    party_rows: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    starts: tuple[tuple[str, str], ...] = ()


def of_task(task, form) -> dict[str, Any]:
    """The context of a check: what the answers may not decide for themselves."""
    del form
    needs = needs_of(task.digest, task.form_key)
    context = _lists(needs, task.region_code, task.case_id)
    context |= {PAPERS[kind]: field_papers.kept_on(kind, task.case_id, task.id) for kind in needs.papers}
    if needs.reads_case:
        context |= _known(task.instance_id, task.case_id) | _local(task)
    return context


def start_data(task, sight: confidential.Sight, draft: Mapping[str, Any] | None, actor=None) -> dict[str, Any]:
    """What the form shows when it opens: what is known, then what the person typed before, as far as they may see it.
    `draft`: what was typed and not sent (drafts.py); `actor`: who opens it."""
    if not sight.task:
        return {}
    needs = needs_of(task.digest, task.form_key)
    shown = {key: value for key, value in _seen(task, sight, needs).items()
             if key not in needs.keys or (value is not None and key not in OF_EACH_TASK)}
    typed = (task.answers if task.status == "DONE" else draft if sight.doable else None) or {}
    typed = {key: value for key, value in typed.items() if key not in NEVER_TYPED}
    rows = _party_rows(needs, task.case_id, shown) if sight.case else {}
    lists = _lists(needs, task.region_code, task.case_id)
    if not sight.case:
        lists = {name: options for name, options in lists.items() if name not in pickers.OF_THE_CASE}
    if sight.doable and "people" in lists:
        lists["people"] = workloads.marked(lists["people"])
    starts = _starts(needs, task, shown, actor) if sight.doable else {}
    shown = _without(shown, frozenset().union(*needs.papers.values()))
    return {**_written(starts), **_written(shown), **rows, **confidential.without_whereabouts(typed, sight.protected), **lists}


def _seen(task, sight: confidential.Sight, needs: Needs) -> dict[str, Any]:
    """What is known of case and process and mentioned by the form; to who only looks on, no lists (they may hold other
    cases), no notes if they may not read them, of a sealed report only what the process decides on."""
    known = _known(task.instance_id, task.case_id) | _local(task)
    names = needs.mentions - confidential.kept_from(sight, task.digest)
    if not sight.case:
        return _only(known["variables"], names, sight)
    whole = {name: _only(known[name], names, sight) for name in ("case", "variables") if name in names}
    return _only(known, names - whole.keys(), sight) | whole


def _only(known: Mapping[str, Any], names: frozenset[str], sight: confidential.Sight) -> dict[str, Any]:
    return {name: value for name, value in known.items()
            if name in names and (sight.mine or not isinstance(value, Mapping | list))}


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
    schema = processes.form_schema(digest, form_key)
    parts = list(_parts(schema))
    lists = frozenset(name for part in parts for name in _sources(part) if name in LISTS)
    keys = frozenset(part["key"] for part in parts if part.get("key"))
    party_rows = tuple((part["path"], part["properties"][EACH_PARTY], _defaults(part)) for part in parts
                       if EACH_PARTY in part.get("properties", {}))
    starts = tuple((part["key"], part["properties"][STARTS_AS]) for part in parts if STARTS_AS in part.get("properties", {}))
    mentions = frozenset(_NAME.findall(dump_json(schema)))
    return Needs(lists, keys, mentions, any(_reads_case(part) for part in parts),
                 _papers(parts), party_rows, starts)


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in schema.get("components", ()):
        yield part
        yield from _parts(part)


def _sources(part: Mapping[str, Any]) -> list[str]:
    """The names its choices are taken from."""
    return [part.get("valuesKey") or "", *_NAME.findall(part.get("valuesExpression") or "")]


def _reads_case(part: Mapping[str, Any]) -> bool:
    if part.get("readonly") or part.get("disabled") or part.get("type") == "expression":
        return True
    rest = {name: value for name, value in part.items() if name != "components"}
    return '"=' in str(rest).replace("'", '"')


def _papers(parts: list[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    named = [part for part in parts if part.get("type") in PAPERS]
    return {kind: frozenset(part["key"] for part in named if part["type"] == kind) for kind in {part["type"] for part in named}}


def _without(value: Any, keys: frozenset[str]) -> Any:
    """Signed or taken on another task, it counts for that one only; in rows of lists, too."""
    if isinstance(value, Mapping):
        return {key: _without(item, keys) for key, item in value.items() if key not in keys}
    return [_without(item, keys) for item in value] if isinstance(value, list) else value


def _defaults(part: Mapping[str, Any]) -> dict[str, Any]:
    return {child["key"]: child["defaultValue"] for child in part.get("components", ()) if "defaultValue" in child}


def _party_rows(needs: Needs, case_id: int | None, known: Mapping[str, Any]) -> dict[str, list]:
    """A row with each party's name, where nothing is known yet."""
    wanted = [row for row in needs.party_rows if not known.get(row[0])] if case_id is not None else []
    if not wanted:
        return {}
    names = db.session.scalars(sa.select(Party.name).where(Party.case_id == case_id).order_by(Party.position)).all()
    return {path: [{**defaults, key: name} for name in names] for path, key, defaults in wanted if names}


def _starts(needs: Needs, task, known: Mapping[str, Any], actor) -> dict[str, Any]:
    wanted = [(key, name) for key, name in needs.starts if known.get(key) is None]
    return starting.values_of(wanted, task.case_id, instances.variables_of(task.instance_id), actor) if wanted else {}


def _lists(needs: Needs, region_code: str | None, case_id: int | None) -> dict[str, Any]:
    if not needs.lists:
        return {}
    case = db.session.get(Case, case_id) if case_id is not None else None
    region_code = region_code or (case.region_code if case else "")
    lead = case.lead_unit_id if case else None
    makers = {"people": partial(choices.people, first_unit=lead), "units": choices.units, "regions": choices.regions}
    found = {name: maker(region_code) for name, maker in makers.items() if name in needs.lists}
    found |= {name: pickers.options(name, case) for name in _PICKED if name in needs.lists}
    if "clocks" in needs.lists and case is not None:
        found["clocks"] = clock_view.to_change(case, clock.now())
    return found


def _known(instance_id: int, case_id: int | None) -> dict[str, Any]:
    """Variables first, then the case's own fields under their FEEL names; `case` and `variables` as a whole too."""
    variables = dict(instances.variables_of(instance_id))
    case = dict(facts.of_case(case_id, clock.now()).get("case") or {})
    return {**case, **variables, "case": case, "variables": variables}


def _local(task) -> dict[str, Any]:
    return dict(task.local or {})
