"""What a field opens with that names it in `startsAs`, so that nobody types again what the case or the house knows already."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Party
from app.db import db

LONGEST_NAMES = 100


@dataclass(frozen=True)
class Known:
    """`variables`: those of the process; `actor`: who opens the form, None for nobody in particular."""

    case: Case
    variables: Mapping[str, Any]
    actor: Any


def values_of(wanted: Iterable[tuple[str, str]], case_id: int | None, variables: Mapping[str, Any], actor) -> dict[str, Any]:
    """{key of the field: value} for (key, name in FACTS); what isn't known stays away, also a name a designer made up."""
    wanted = [(key, name) for key, name in wanted if name in FACTS]
    case = db.session.get(Case, case_id) if wanted and case_id is not None else None
    if case is None:
        return {}
    known = Known(case, variables, actor)
    found = {key: FACTS[name](known) for key, name in wanted}
    return {key: value for key, value in found.items() if value is not None}


def _names(role: str) -> Callable[[Known], str | None]:
    """ "张建军、张建国"; nothing where so many are named that a person has to choose."""
    def of(known: Known) -> str | None:
        names = db.session.scalars(sa.select(Party.name).where(Party.case_id == known.case.id, Party.role == role)
                                   .order_by(Party.position)).all()
        joined = "、".join(names)
        return joined if 0 < len(joined) <= LONGEST_NAMES else None
    return of


def _agreed_amount(known: Known) -> Any:
    """The sum of the clauses' amounts; nothing where no clause names one."""
    amounts = [clause["amount"] for clause in _clauses(known) if clause.get("amount") is not None]
    return sum(amounts) if amounts else None


def _agreed_until(known: Known) -> str | None:
    """The day by which the last clause is to be fulfilled."""
    days = [str(clause["dueAt"])[:10] for clause in _clauses(known) if clause.get("dueAt")]
    return max(days, default=None)


def _clauses(known: Known) -> list[Mapping[str, Any]]:
    return [clause for clause in known.variables.get("agreedClauses") or () if isinstance(clause, Mapping)]


FACTS: Mapping[str, Callable[[Known], Any]] = {
    "title": lambda known: known.case.title,
    "description": lambda known: known.case.description,
    "amount": lambda known: known.case.amount_yuan,
    "applicants": _names("APPLICANT"),
    "respondents": _names("RESPONDENT"),
    "agreedAmount": _agreed_amount,
    "agreedUntil": _agreed_until,
    "me": lambda known: known.actor and known.actor.id,
    "myName": lambda known: known.actor and known.actor.name,
    "today": lambda known: clock.today(),
}
"""What `startsAs` may name: as it was registered, as it was agreed, who fills the form in and when."""
