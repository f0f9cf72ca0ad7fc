"""When a timer is due. Nothing here asks the system for the time; nothing fires by itself.

A timer's expression is evaluated at the end of the command that armed it, after all services (a clock may have started
in the meantime), and again at every `retime`. Naive times are the centre's wall clock.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import CycleTimerEventDefinition, DurationTimerEventDefinition

from app.engine.failures import EngineFailure
from app.engine.feel_values import ZONE, Months

LONGEST = timedelta(days=3653)
MOST_CYCLES = 1000
SHORTEST_CYCLE = timedelta(seconds=1)
_DURATION = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
                       r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_CYCLE = re.compile(r"R(\d*)/(.+)")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")


def is_literal(text: str) -> bool:
    """Whether a timer is written as bare ISO text (PT1H, R3/PT1M, 2026-03-02T09:00), not as FEEL."""
    return bool(_duration_match(text) or _CYCLE.fullmatch(text) or _MOMENT.fullmatch(text))


def problem_of(kind: str, text: str) -> str | None:
    """What is wrong with a literal timer, seen before anything runs; kind as in the diagram (timeDuration, …)."""
    try:
        if kind == "timeDuration":
            after(datetime(2026, 1, 1, tzinfo=ZONE), text)
        elif kind == "timeCycle" and _CYCLE.fullmatch(text):
            _cycle_of(text, datetime(2026, 1, 1, tzinfo=ZONE))
        else:
            moment(text)
    except EngineFailure as failure:
        return failure.sentence
    return None


def arm(kept: dict[str, Any], definition, value: Any, now: datetime) -> None:
    """Work out the due time of a waiting timer and note it in its step's memory. None means: not armed yet.

    A duration counts from the moment the timer was first armed, however often it is worked out again.
    """
    since = datetime.fromisoformat(kept.setdefault("since", now.isoformat()))
    if value is None or value == "":
        due = None
    elif isinstance(definition, DurationTimerEventDefinition):
        due = after(since, value)
    elif isinstance(definition, CycleTimerEventDefinition):
        due = _due_of_cycle(kept, value, since)
    else:
        due = moment(value)
    kept["due"] = due.isoformat() if due else None


def due_of(kept: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(kept["due"]) if kept.get("due") else None


def goes_round_again(kept: dict[str, Any], definition, now: datetime) -> bool:
    """After a firing: whether the timer repeats. What was missed while nobody looked is not made up."""
    kept.pop("again", None)
    if not isinstance(definition, CycleTimerEventDefinition):
        return False
    if "every" not in kept:
        kept["fired"] = now.isoformat()
        del kept["due"]
    else:
        due, times = _next_of_cycle(due_of(kept) or now, kept["every"], kept["left"], now)
        if times == 0:
            return False
        kept.update(left=times, due=due.isoformat())
    kept["again"] = True
    return True


def _next_of_cycle(due: datetime, every: str, times: int, now: datetime) -> tuple[datetime, int]:
    """The first due time after now and how often is left, counting what was missed as gone."""
    months, rest = _parsed(every)
    if months.count == 0 and due <= now:
        missed = int((now - due) / rest)
        missed = min(missed, times - 1) if times > 0 else missed
        due, times = due + rest * missed, times - missed
    while due <= now and times != 0:
        due, times = after(due, every), times - 1
    return due, times


def after(start: datetime, value: Any) -> datetime:
    """`value`: ISO duration text or a FEEL duration; months and days are counted on the centre's calendar."""
    if isinstance(value, str):
        value = _parsed(value.strip())
    if isinstance(value, Months):
        value = (value, timedelta(0))
    if isinstance(value, timedelta):
        value = (Months(0), value)
    if not isinstance(value, tuple):
        raise _failure(value, "定时器的时长要写成 PT1H、P3D 这样的 ISO 时长，或得出时长的 FEEL 表达式。")
    months, rest = value
    if months.count < 0 or rest < timedelta(0):
        raise _failure(value, "定时器的时长不能是负数。")
    if months.count > 120 or rest > LONGEST:
        raise _failure(value, "定时器的时长不能超过十年。")
    return _add_months(start.astimezone(ZONE), months.count) + rest


def moment(value: Any) -> datetime:
    """A date-time from what FEEL gives or from ISO text; without a zone it is the centre's; a date is its midnight."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise _failure(value, "定时器要给出日期时间（如 2026-03-02T09:00），现在读不出来。") from None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise _failure(value, "定时器的表达式要得出日期时间，或者 null（暂不计时）。")
    return value if value.tzinfo else value.replace(tzinfo=ZONE)


def _due_of_cycle(kept: dict[str, Any], value: Any, since: datetime) -> datetime | None:
    if isinstance(value, str) and _CYCLE.fullmatch(value.strip()):
        if kept.get("text") != value.strip():
            left, every, first = _cycle_of(value.strip(), since)
            kept.update(text=value.strip(), left=left, every=every, due=first.isoformat())
        return due_of(kept)
    due = moment(value)
    fired = kept.get("fired")
    return None if fired and due <= datetime.fromisoformat(fired) else due


def _cycle_of(text: str, since: datetime) -> tuple[int, str, datetime]:
    """(how often, -1 for endlessly; the interval; the first due time) of R3/PT1M or R3/start/PT1M."""
    count, rest = _CYCLE.fullmatch(text).groups()
    *start, every = rest.split("/")
    if len(start) > 1 or count and not 0 < int(count) <= MOST_CYCLES:
        raise _failure(text, f"循环定时器要写成 R3/PT1M 这样，次数在 1 到 {MOST_CYCLES} 之间；不写次数表示一直重复。")
    second = after(since, every)
    if second - since < SHORTEST_CYCLE:
        raise _failure(text, "循环定时器的间隔不能小于一秒，否则会一直触发。")
    return int(count) if count else -1, every, moment(start[0]) if start else second


def _parsed(text: str) -> tuple[Months, timedelta]:
    match = _duration_match(text)
    if match is None:
        raise _failure(text, "定时器的时长要写成 PT1H、P3D 这样的 ISO 时长，或得出时长的 FEEL 表达式。")
    if any(part and len(part) > 9 for part in match.groups()[1:]):
        raise _failure(text, "定时器的时长不能超过十年。")
    if match.group(1):
        raise _failure(text, "定时器的时长不能是负数。")
    years, months, weeks, days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    try:
        rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise _failure(text, "定时器的时长不能超过十年。") from None
    return Months(int(years * 12 + months)), rest


def _duration_match(text: str):
    match = _DURATION.fullmatch(text)
    return match if match and any(match.groups()[1:]) else None


def _add_months(start: datetime, count: int) -> datetime:
    """The same day of a later month, or that month's last day."""
    if count == 0:
        return start
    years, month = divmod(start.month - 1 + count, 12)
    first = start.replace(year=start.year + years, month=month + 1, day=1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(start.day, last.day))


def _failure(value: Any, sentence: str) -> EngineFailure:
    return EngineFailure("", str(value), sentence, "TIMER")
