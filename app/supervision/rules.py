"""When two ticks mean the same occasion (DMN-09: once per case, clock and level). Pure."""

from collections.abc import Mapping
from typing import Any

NAMES = {"PROMPT": "提示", "URGE": "催办", "SUPERVISE_L1": "普通督办", "SUPERVISE_L2": "黄牌督办",
         "SUPERVISE_L3": "红牌督办", "SUPERVISE_L4": "党委政府督办", "REASSIGN_REVIEW": "退回研判"}
SAID = {"PARTY_URGE": "当事人催办", "MANUAL": "督办岗人工督办", "RAISED": "反馈核查后升级督办",
        "FALSE": "办理或反馈情况不实", "ABSENT": "联席会商两次缺席", "WEEKLY": "周报逾期未报"}
"""Reasons that a diagram gives; the others are read from the clock and the case."""
OVERDUE, OVERDUE_RED = {1: 1, 2: 3, 3: 5, 4: 20}, 10
"""Working days overdue that lead to a level by themselves (dmn_light_action r5-r13)."""


def level_of(action: str) -> int:
    """1–4 for the four levels of supervision, 0 for everything gentler."""
    return int(action[-1]) if action.startswith("SUPERVISE_L") else 0


def kind_of(action: str) -> str:
    return "SUPERVISE" if level_of(action) else action


def occasion_of(action: str, reason: str, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    """What the action is about, as a key. `watched`: the clock's facts; `case`: the case's (cases/facts.py).

    A supervision level counts once per clock; a prompt once per threshold; an urging once per threshold, per dispatch
    that nobody signs, per spell of standing still, or per request of a party.
    """
    clock = f"{watched.get('id', 'case')}#{_second(watched.get('startedAt'))}"
    if level_of(action):
        return f"{clock}:{action}:{case.get('reopenCount', 0)}"
    if reason:
        return f"{clock}:{action}:{reason}{case.get('urgeCount') or 0}"
    return f"{clock}:{action}:{_stage(action, watched, case)}"


def why(action: str, reason: str, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    """The sentence on the slip, asked in the order of dmn_light_action."""
    if reason in SAID:
        return SAID[reason]
    return _why_supervised(level_of(action), watched, case) if level_of(action) else _why_urged(action, watched, case)


def _why_supervised(level: int, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    overdue, red = watched.get("overdueWd") or 0, case.get("riskLevel") == "RED"
    enough = OVERDUE_RED if red and level == 4 else OVERDUE[level]
    if overdue >= enough:
        return f"{_name(watched)}已超期 {overdue} 个工作日"
    if case.get("feedbackOverdue") and case.get("superviseLevel"):
        before = NAMES[f"SUPERVISE_L{case['superviseLevel']}"]
        return f"{before}已到反馈期限仍未反馈"
    return f"已催办 {case.get('urgeCount') or 0} 次"


def _why_urged(action: str, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    used, idle = watched.get("sharePct") or watched.get("usedPct") or 0, case.get("idleWd") or 0
    if (case.get("unsignedWd") or 0) >= 1:
        return f"派单后 {case['unsignedWd']} 个工作日未签收"
    if action == "URGE" and idle >= _most_idle(case):
        return f"已有 {idle} 个工作日没有新的进展记录"
    return f"{_name(watched)}已到期" if used >= 100 else f"{_name(watched)}已用 {int(used)}%"


def _stage(action: str, watched: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    if (case.get("unsignedWd") or 0) >= 1:
        return f"UNSIGNED{_second(case.get('dispatchedAt'))}"
    used = watched.get("usedPct") or 0
    if action == "URGE" and used < 90:
        return f"IDLE{_second(case.get('lastProgressAt'))}"
    return str(max((stage for stage in (50, 70, 90, 100) if used >= stage), default=0))


def _most_idle(case: Mapping[str, Any]) -> int:
    return 4 if case.get("riskLevel") == "RED" else 5


def _name(watched: Mapping[str, Any]) -> str:
    return watched.get("name") or "办理期限"


def _second(moment) -> str:
    return f"{moment:%Y%m%d%H%M%S}" if moment else ""
