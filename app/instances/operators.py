"""Which function serves which service task. wiring.py fills the table; nothing else knows both sides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.engine.failures import EngineFailure
from app.engine.values import ServiceCall

_operators: dict[str, Callable] = {}


@dataclass(frozen=True)
class StepContext:
    """What an operator may know of the step that calls it."""

    instance_id: int
    case_id: int | None
    process_id: str
    digest: str
    now: datetime
    actor: Any
    call: ServiceCall
    taken: str = ""
    """The person's step that this follows from; nothing for timers and messages."""


def register(name: str, operator: Callable) -> None:
    """`operator(context, **parameters)` returns a mapping of new case variables, or None."""
    _operators[name] = operator


def names() -> list[str]:
    return sorted(_operators)


def serve(context: StepContext) -> Mapping[str, Any]:
    """Run the operator inside the step's transaction; whatever it raises undoes the step."""
    operator = _operators.get(context.call.operator)
    if operator is None:
        raise EngineFailure(context.call.element, context.call.operator,
                            f"没有名为“{context.call.operator}”的服务，请检查这个服务任务的设置。", "UNKNOWN_OPERATOR")
    return operator(context, **context.call.parameters) or {}
