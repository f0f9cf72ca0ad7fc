"""Values as plain JSON: what variables are made of.

FEEL's dates and durations become ISO text, as every BPMN engine keeps them; `date and time(text)` makes them dates
again.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.engine.failures import EngineFailure
from app.engine.feel_values import ZONE, Months

DEEPEST = 64


def plain(value: Any, depth: int = 0) -> Any:
    """The same value in JSON's own types; raises EngineFailure for what has no place there."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if depth > DEEPEST:
        raise EngineFailure("", "", f"数据嵌套超过 {DEEPEST} 层，请改成较平的结构。", "DATA")
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, Mapping):
        return {str(key): plain(entry, depth + 1) for key, entry in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(entry, depth + 1) for entry in value]
    return _text(value)


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=ZONE)).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, Months):
        return f"{'-' if value.count < 0 else ''}P{abs(value.count)}M"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise EngineFailure("", "", f"“{type(value).__name__}”类型的数据不能成为流程变量，请改用文字、数字、列表或上下文。",
                        "DATA")


def duration_text(value: timedelta) -> str:
    sign, size = ("-", -value) if value < timedelta(0) else ("", value)
    seconds = size.total_seconds()
    return f"{sign}PT{int(seconds) if seconds == int(seconds) else seconds}S"
