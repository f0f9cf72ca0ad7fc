"""What was typed in a task, in the words its form uses: labels for codes, names for ids, days written out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.catalogues.queries import Words
from app.db import db
from app.documents import wording
from app.identity.models import OrgUnit, User
from app.processes import queries as processes

_LISTS = {"disputeTypes": "dispute-types", "zzTypes": "zz-types", "channels": "channels"}
_CODE = re.compile(r"^CK\w+\s+")
IN_CAPITALS, IN_WORDS = "InCapitals", "InWords"


@dataclass(frozen=True)
class Field:
    """A field of a form. `options`: {code: label}; `source`: the list its choices come from; `fields`: of a repeated group."""

    label: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    fields: Mapping[str, "Field"] | None = None


@lru_cache(maxsize=512)
def fields_of(digest: str, form_key: str) -> Mapping[str, Field]:
    """{key: field} of a deployed form; groups without a path belong to the form itself."""
    return dict(_read(processes.form_schema(digest, form_key).get("components", ())))


def _read(parts) -> Iterator[tuple[str, Field]]:
    for part in parts:
        inner = part.get("components", ())
        if part["type"] in ("group", "dynamiclist") and part.get("path"):
            yield part["path"], Field(part.get("label", ""), part["type"], fields=dict(_read(inner)))
        elif part["type"] == "group":
            yield from _read(inner)
        elif part.get("key"):
            options = {str(one["value"]): one["label"] for one in part.get("values", ())}
            yield part["key"], Field(_label(part), part["type"], options,
                                     part.get("valuesKey") or part.get("valuesExpression") or "")


def _label(part: Mapping[str, Any]) -> str:
    return part.get("label") or part.get("dateLabel") or part.get("dateTimeLabel") or part["key"]


def in_words(fields: Mapping[str, Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """{key: text, truth, or list of the same}: every field of the form, None where nothing was answered."""
    found: dict[str, Any] = {}
    for key, one in fields.items():
        value = answers.get(key)
        found[key] = _value(one, value)
        if one.kind == "number":
            found[key + IN_CAPITALS] = wording.sum_in_capitals(value) if isinstance(value, int | float) else None
    return found


def _value(one: Field, value: Any) -> Any:
    if one.kind == "dynamiclist":
        return [in_words(one.fields, row) for row in value or () if isinstance(row, Mapping)]
    if one.kind == "group":
        return in_words(one.fields, value if isinstance(value, Mapping) else {})
    if isinstance(value, list):
        return "、".join(str(_value(one, each)) for each in value) or None
    if value is None or isinstance(value, bool):
        return value
    if str(value) in one.options:
        return _CODE.sub("", one.options[str(value)])
    if one.source:
        return _named(one.source, value)
    if isinstance(value, int | float):
        return wording.number(value)
    return wording.typed_moment(value) if isinstance(value, str) else str(value)


def _named(source: str, value: Any) -> str:
    """The name of a person, a unit, a region or an entry of a list that was chosen by its id or code."""
    if source in _LISTS:
        return Words(_LISTS[source]).get(str(value), str(value))
    if source.startswith("region"):
        return db.session.scalar(sa.select(OrgUnit.name).where(
            OrgUnit.region_code == str(value), OrgUnit.kind == "REGION").limit(1)) or str(value)
    model = User if "people" in source else OrgUnit if "unit" in source.lower() else None
    if model is not None and str(value).isdigit():
        return db.session.scalar(sa.select(model.name).where(model.id == int(value))) or str(value)
    return str(value)
