"""Which effects of a step are worth a line, and the line. Effects are told apart by the names of their types, so that
nothing here needs the engine."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.cases import decision_words
from app.db import db
from app.identity.models import OrgUnit, User
from app.identity.roles import name_of

Line = tuple[str, str, str | None, dict]

MOST_ROLES = 3
_OPENED, _CLOSED, _ENDED, _DECIDED, _FIRED = "TaskOpened", "TaskClosed", "Ended", "DecisionTaken", "TimerFired"


def of(effects: list, by_a_person: bool) -> Iterator[Line]:  # noqa: FBT001 a fact about the step
    """A step without a person that opens, closes and ends nothing (a daily check) leaves no line."""
    kinds = {type(effect).__name__ for effect in effects}
    if not by_a_person and not kinds & {_OPENED, _CLOSED, _ENDED}:
        return
    names = _Names(effects)
    for effect in effects:
        line = _line(effect, names)
        if line:
            yield line


def _line(effect, names: "_Names") -> Line | None:
    kind = type(effect).__name__
    if kind == _OPENED:
        return "TASK_OPEN", _opened(effect, names), effect.element, {}
    if kind == _FIRED and effect.name:
        return "TIMER", f"到时：{_without_number(effect.name)}。", effect.element, {}
    if kind == _DECIDED:
        return "DECISION", _decided(effect), effect.element, {"decision": effect.decision, "rules": list(effect.rules),
                                                              "outputs": effect.outputs}
    if kind == _ENDED and effect.element:
        return "END", f"流程结束：{effect.name or effect.element}。", effect.element, {}
    return None


def _without_number(name: str) -> str:
    """The diagram's names begin with the handbook's number of the timer (T-17-visit), which says nothing to a reader."""
    number, _, words = name.partition(" ")
    return words if number.startswith("T-") and words else name


def _opened(effect, names: "_Names") -> str:
    title = f"待办“{effect.settings.get('title') or effect.name}”"
    whom = names.person(effect) or names.unit(effect) + _roles(effect.settings.get("role") or "")
    return f"{title}：{whom}。" if whom else f"{title}。"


def _roles(roles) -> str:
    roles = roles if isinstance(roles, list) else str(roles).replace(" ", "").split(",")
    named = [name_of(role) for role in dict.fromkeys(roles) if role]
    return "、".join(named[:MOST_ROLES]) + ("等" if len(named) > MOST_ROLES else "")


def _decided(effect) -> str:
    rules = "、".join(str(rule) for rule in effect.rules)
    told = decision_words.of_outputs(effect.outputs)
    return f"{effect.name or effect.decision}：" + (f"{told}（第{rules}条规则）。" if told else f"第{rules}条规则。")


class _Names:
    """Names of the units and people that opened tasks are for; asked only if there are any."""

    def __init__(self, effects: list):
        opened = [effect.settings for effect in effects if type(effect).__name__ == _OPENED]
        self._units = _names(OrgUnit, {_number(settings.get("unit")) for settings in opened})
        self._people = _names(User, {_number(settings.get("assignee")) for settings in opened})

    def unit(self, effect) -> str:
        return self._units.get(_number(effect.settings.get("unit")), "")

    def person(self, effect) -> str:
        return self._people.get(_number(effect.settings.get("assignee")), "")


def _names(model, ids: set[int | None]) -> dict[int, str]:
    wanted = ids - {None}
    if not wanted:
        return {}
    return dict(map(tuple, db.session.execute(sa.select(model.id, model.name).where(model.id.in_(wanted)))))


def _number(value) -> int | None:
    return int(value) if value not in (None, "") and str(value).lstrip("-").isdigit() else None
