"""One compiled form and its check of answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError as Refused

from app.engine import feel
from app.errors import Invalid
from app.forms.fields import schema_of
from app.forms.late import late_faults, needs_late
from app.forms.parts import Part, Scope, scope_of
from app.forms.settling import Path, Settled, expressions_of, settled
from app.forms.taking import taken

LARGEST = 1_000_000  # characters of the answers as JSON
DEEPEST = 64


@dataclass(frozen=True)
class FieldInfo:
    """`called`: what a list says its items are, "名当事人"."""

    label: str
    type: str
    called: str | None = None


def compile_form(schema: Mapping[str, Any]) -> "Form":
    """Raises BadSchema or FeelProblem for what problems_of would have named."""
    return Form(scope_of(schema))


class Form:
    """A form's check. Made once per form version; safe for several threads."""

    def __init__(self, scope: Scope):
        self._scope = scope
        self._schema = schema_of(scope)
        parts = list(scope.everything())
        self._late = any(needs_late(part) for _, part in parts)
        self._reads = frozenset().union(*(feel.names_in(text) for _, part in parts for text in expressions_of(part)))
        self.fields = {path: FieldInfo(part.label, part.type, part.component.get("properties", {}).get("called")) for path, part in parts}
        self.outcomes = _outcomes(scope.parts.get("outcome"))

    def check(self, answers: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
        """Clean answers: visible fields only, None, [] or False where nothing was filled in, computed fields computed.

        context: what the answers may not decide: read-only values by key, lists to choose from, names for FEEL.
        Raises Invalid with every wrong field at once: {"parties.0.phone": ["…"]}.
        """
        _bounded(answers)
        values, refused = self._loaded(taken(self._scope, answers, context))
        state = settled(self._scope, values, context, self._reads)
        faults: dict[str, list[str]] = {}
        for path, sentence in (*refused, *(late_faults(self._scope, state, context) if self._late else ())):
            if not _is_hidden(path, state):
                faults.setdefault(".".join(map(str, path)), []).append(self._placed(path, sentence))
        if faults:
            raise Invalid(errors=faults)
        return state.values

    def _loaded(self, raw: dict) -> tuple[dict, list[tuple[Path, str]]]:
        try:
            return self._schema.load(raw), []
        except Refused as refused:
            return refused.valid_data, list(_flat(refused.messages, ()))

    def _placed(self, path: Path, sentence: str) -> str:
        """In a list the sentence says which item it is about."""
        places, known = [], ""
        for step, inner in pairwise(path):
            known = f"{known}.{step}" if known else str(step)
            if isinstance(inner, int) and known in self.fields:
                places.append(_item(self.fields[known], inner + 1))
            if isinstance(step, int):
                known = known.rpartition(".")[0]
        return "".join(places) + sentence


def _item(part: FieldInfo, number: int) -> str:
    """ "第 2 名当事人：" where the list says what it holds, else "条款第 2 项：". """
    return f"第 {number} {part.called}：" if part.called else f"{part.label}第 {number} 项："


def _outcomes(part: Part | None) -> list[tuple[str, str]]:
    """(value, label) of each way to finish the task."""
    options = part.component.get("values") or () if part else ()
    return [(str(option["value"]), str(option.get("label") or option["value"])) for option in options]


def _bounded(answers: Any) -> None:
    if not isinstance(answers, Mapping):
        raise Invalid("提交的内容不完整，请刷新页面后重新填写。")
    if _depth(answers) > DEEPEST:
        raise Invalid("提交的内容层次太深，请刷新页面后重新填写。")
    try:
        size = len(json.dumps(answers))
    except (TypeError, ValueError):
        raise Invalid("提交的内容里有不能识别的数据，请刷新页面后重新填写。") from None
    if size > LARGEST:
        raise Invalid("填写的内容太多了，请删短一些；大段材料请作为附件上传。")


def _depth(value: Any) -> int:
    level, deepest = [value], 0
    while level and deepest <= DEEPEST:
        deepest += 1
        level = [inner for one in level for inner in _children(one)]
    return deepest


def _children(value: Any):
    if isinstance(value, Mapping):
        return [one for one in value.values() if isinstance(one, Mapping | list)]
    return [one for one in value if isinstance(one, Mapping | list)] if isinstance(value, list) else ()


def _flat(messages: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, (*path, key))
    else:
        yield from ((path, sentence) for sentence in messages)


def _is_hidden(path: Path, state: Settled) -> bool:
    return any(path[:length] in state.hidden for length in range(1, len(path) + 1))
