"""Which effects of a step are worth a line, and the line. Effects are told apart by the names of their types, so that
nothing here needs the engine."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.cases import decision_words
from app.db import db
from app.identity.models import OrgUnit
from app.identity.roles import name_of

Line = tuple[str, str, str | None, dict]

_OPENED, _CLOSED, _ENDED, _DECIDED, _FIRED = "TaskOpened", "TaskClosed", "Ended", "DecisionTaken", "TimerFired"


def of(effects: list, by_a_person: bool) -> Iterator[Line]:  # noqa: FBT001 a fact about the step
    """A step without a person that opens, closes and ends nothing (a daily check) leaves no line."""
    kinds = {type(effect).__name__ for effect in effects}
    if not by_a_person and not kinds & {_OPENED, _CLOSED, _ENDED}:
        return
    unit_names = _unit_names(effects)
    for effect in effects:
        line = _line(effect, unit_names)
        if line:
            yield line


def _line(effect, unit_names: dict[int, str]) -> Line | None:
    kind = type(effect).__name__
    if kind == _OPENED:
        return "TASK_OPEN", _opened(effect, unit_names), effect.element, {}
    if kind == _FIRED and effect.name:
        return "TIMER", f"到时：{effect.name}。", effect.element, {}
    if kind == _DECIDED:
        return "DECISION", _decided(effect), effect.element, {"decision": effect.decision, "rules": list(effect.rules),
                                                              "outputs": effect.outputs}
    if kind == _ENDED and effect.element:
        return "END", f"流程结束：{effect.name or effect.element}。", effect.element, {}
    return None


def _opened(effect, unit_names: dict[int, str]) -> str:
    settings = effect.settings
    roles = settings.get("role") or ""
    roles = roles if isinstance(roles, list) else str(roles).replace(" ", "").split(",")
    whom = "、".join(dict.fromkeys(name_of(role) for role in roles if role))
    unit = unit_names.get(_number(settings.get("unit")), "")
    return f"待办“{settings.get('title') or effect.name}”：{unit}{whom}。" if whom or unit else f"待办“{effect.name}”。"


def _decided(effect) -> str:
    rules = "、".join(str(rule) for rule in effect.rules)
    told = decision_words.of_outputs(effect.outputs)
    return f"{effect.name or effect.decision}：" + (f"{told}（第{rules}条规则）。" if told else f"第{rules}条规则。")


def _unit_names(effects: list) -> dict[int, str]:
    ids = {_number(effect.settings.get("unit")) for effect in effects if type(effect).__name__ == _OPENED} - {None}
    if not ids:
        return {}
    return dict(map(tuple, db.session.execute(sa.select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(ids)))))


def _number(value) -> int | None:
    return int(value) if value not in (None, "") and str(value).lstrip("-").isdigit() else None
