"""When two ticks mean the same occasion (DMN-09: once per case, clock and level). Pure."""

from collections.abc import Mapping
from typing import Any

NAMES = {"PROMPT": "提示", "URGE": "催办", "SUPERVISE_L1": "普通督办", "SUPERVISE_L2": "黄牌督办",
         "SUPERVISE_L3": "红牌督办", "SUPERVISE_L4": "党委政府督办", "REASSIGN_REVIEW": "退回研判"}


def level_of(action: str) -> int:
    """1–4 for the four levels of supervision, 0 for everything gentler."""
    return int(action[-1]) if action.startswith("SUPERVISE_L") else 0


def kind_of(action: str) -> str:
    return "SUPERVISE" if level_of(action) else action


def occasion_of(action: str, reason: str, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    """What the action is about, as a key. `watched`: the clock's facts; `case`: the case's (cases/facts.py).

    A supervision level counts once per clock; a prompt once per threshold; an urging once per threshold, per spell of
    standing still, or per request of a party.
    """
    clock = f"{watched.get('id', 'case')}#{watched.get('startedAt', '')}"
    if level_of(action):
        return f"{clock}:{action}:{case.get('reopenCount', 0)}"
    return f"{clock}:{action}:{reason or _stage(action, watched, case)}"[:80]


def _stage(action: str, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    used = watched.get("usedPct") or 0
    if action == "URGE" and used < 90:
        if (case.get("unsignedWd") or 0) >= 1:
            return "UNSIGNED"
        return f"IDLE{case.get('lastProgressAt') or ''}"
    return str(max((stage for stage in (50, 70, 90, 100) if used >= stage), default=0))
