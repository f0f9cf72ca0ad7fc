"""The worklist's filters in an address: read tolerantly, written without what is empty, so that addresses can be shared."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from app import form_values
from app.worklist import desk_columns
from app.worklist.boxes import BOXES
from app.worklist.desk_queries import LIGHTS, Filters
from app.worklist.desk_rules import RISKS, SORTS, TIERS

LONGEST = {"text": 60, "party": 40, "route": 16, "element": 80}
ORDERS = (*SORTS, *(f"-{name}" for name in SORTS))
_CHOICES = {"light": LIGHTS, "risk": RISKS, "tier": TIERS, "sort": ORDERS, "then": ORDERS, "urgent": ("yes",)}
NAMES = (*LONGEST, *_CHOICES, "due_by", "legal_by", "columns")


def of(args: Mapping[str, str]) -> Filters:
    """What an address asks for; what nobody can have meant is left out."""
    found = {name: (args.get(name) or "").strip()[:longest] or None for name, longest in LONGEST.items()}
    found |= {name: args.get(name) if args.get(name) in known else None for name, known in _CHOICES.items()}
    return Filters(**found, due_by=form_values.day(args.get("due_by")), legal_by=form_values.day(args.get("legal_by")),
                   columns=",".join(desk_columns.known((args.get("columns") or "").split(","))) or None)


def box_of(args: Mapping[str, str]) -> str:
    return args.get("box") or next(iter(BOXES))


def address(box: str, wanted: Filters, **changes) -> dict[str, str]:
    """The arguments of the address of this list, some of them changed (None takes one away); without those of paging."""
    whole = {"box": box, **asdict(wanted), **changes}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in whole.items() if value}
