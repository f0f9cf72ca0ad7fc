"""Lists to choose from in a form that a centre keeps in its catalogues: {value, label, …} as form-js wants them.

`valuesKey` of a field names one of LISTS. New forms offer what is in use; a code that the case bears already stays
choosable and readable when it has been retired meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.cases.words import PARTY_ROLE
from app.catalogues import queries
from app.catalogues.entries import Entry

RETIRED = "（已停用）"


def _dispute_type(one: Entry) -> str:
    lead = one.settings["leadDept"]
    return f"{one.name}（{lead}牵头）" if lead else one.name


def _zz_type(one: Entry) -> str:
    group = one.settings["group"]
    return f"{one.code} {group}·{one.name}" if group else f"{one.code} {one.name}"


def _channel(one: Entry) -> str:
    return one.settings["hint"] or one.name


LISTS: Mapping[str, tuple[str, str, Callable[[Entry], str]]] = {
    "disputeTypes": ("dispute-types", "moj_type", _dispute_type),
    "zzTypes": ("zz-types", "zz_code", _zz_type),
    "channels": ("channels", "channel", _channel),
}
"""valuesKey → (catalogue, column of the case that bears a code of it, words of an option)."""
OF_OTHERS = ("rooms",)
"""Lists that a feature above keeps; wiring.py says which function gives them."""
OF_THE_CASE = ("partyNames",)
"""Lists of what the case itself holds; the value of a party is the name as registered, as `contacts` and the papers know it."""
_providers: dict[str, Callable[[Any], list[dict[str, Any]]]] = {}


def provide(name: str, options_for: Callable[[Any], list[dict[str, Any]]]) -> None:
    """`options_for(case)` gives the options of one of OF_OTHERS; the case is None before there is one."""
    _providers[name] = options_for


def options(name: str, case) -> list[dict[str, Any]]:
    """The options of a list; `case` is None before there is one."""
    if name in _providers:
        return _providers[name](case)
    if name in OF_THE_CASE:
        return _parties(case)
    list_key, column, _ = LISTS[name]
    borne = getattr(case, column) if case is not None else None
    return of_entries(name, queries.offered(list_key, {borne} - {None}))


def of_entries(name: str, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    words = LISTS[name][2]
    return [_option(one, words) for one in entries]


def _parties(case) -> list[dict[str, Any]]:
    roles: dict[str, list[str]] = {}
    for party in case.parties if case is not None else ():
        roles.setdefault(party.name, []).append(PARTY_ROLE.get(party.role, "当事人"))
    return [{"value": name, "label": f"{name}（{'、'.join(borne)}）"} for name, borne in roles.items()]


def _option(one: Entry, words: Callable[[Entry], str]) -> dict[str, Any]:
    plain = {name: value for name, value in one.settings.items() if name in ("leadDept", "group", "needsReference")}
    return {"value": one.code, "label": words(one) + ("" if one.active else RETIRED), **plain}
