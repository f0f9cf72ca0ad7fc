"""The only reader of the time.

Everything else is given a time or asks `clock.now()`. Tests and rehearsals move it; on a training or demo server the
file named by HEJIE_CLOCK_FILE moves it for all processes at once (its content: an ISO time; it was that time when the
file was written, and time goes on from there). Times are aware and in UTC; the centre's zone appears only at the edges.
"""

import os
import time as _time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_frozen: datetime | None = None
_file: str | None = None
_file_seen: tuple[float, float] = (0.0, 0.0)
_file_shift: timedelta = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    real = datetime.now(UTC)
    return real + _shift_of_file(real) if _file else real


def today() -> date:
    """The centre's calendar date now."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on the centre's wall clock."""
    return moment.astimezone(ZONE)


def at(text: str) -> datetime:
    """"2026-03-02 09:00" on the centre's wall clock, as an aware UTC moment."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def monotonic() -> float:
    """Seconds for measuring how long something took; never a date."""
    return _time.perf_counter()


def move_to(moment: str | datetime) -> datetime:
    """Stop time at a moment (tests, rehearsals, and the planting of a demo county's past)."""
    global _frozen
    _frozen = at(moment) if isinstance(moment, str) else moment.astimezone(UTC)
    return _frozen


def advance(**how_far) -> datetime:
    """Move the stopped time on by a timedelta's arguments."""
    return move_to(now() + timedelta(**how_far))


def run_free() -> None:
    """Let time be the real one again."""
    global _frozen
    _frozen = None


def follow_file(path: str | None) -> None:
    """Take the time from a file (training servers): see the module's docstring."""
    global _file, _file_seen, _file_shift
    _file, _file_seen, _file_shift = path, (0.0, 0.0), timedelta(0)


def _shift_of_file(real: datetime) -> timedelta:
    global _file_seen, _file_shift
    try:
        changed = os.stat(_file).st_mtime_ns
    except OSError:
        return timedelta(0)
    if _file_seen[0] != changed:
        with open(_file, encoding="utf-8") as source:
            wanted = source.read().strip()
        written = datetime.fromtimestamp(changed / 1e9, UTC)
        _file_shift = at(wanted) - written if wanted else timedelta(0)
        _file_seen = (changed, 0.0)
    return _file_shift
