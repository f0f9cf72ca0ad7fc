"""What comes next if a task ends this way, in words for the person who is about to decide."""

import re
from collections.abc import Iterable, Sequence

from app.engine import ahead
from app.identity.roles import ROLES
from app.processes import queries as processes

MOST_NAMED = 4
MOST_GUESSED = 5
"""A longer list of possibilities tells nobody anything."""
POSTS_NAMED = 2
PEOPLE = {"case.handler": "承办人", "handler": "承办人", "case.mediator": "调解员", "case.caseManager": "跟办员"}
"""People whom a diagram names by a fact of the case; anybody else is named by the post."""
UNITS = {"case.leadUnit": "承办单位", "leadUnit": "承办单位", "case.committee": "调委会"}
_ROLE = re.compile(r"\bR\d\d\b")
_CODE = re.compile(r"^T-[\d-]+\s*")


def told(task, form, tokens: Sequence[str]) -> dict[str, str]:
    """{outcome: sentence} for every outcome of the task's form; {"done": …} for a form that has none. `tokens`: the
    elements of its process that hold one."""
    calls = processes.bundle(task.digest).calls & frozenset(tokens)
    outcomes = [value for value, _ in form.outcomes] or ["done"]
    return {outcome: sentence_of(processes.following(task.digest, task.process_id, task.element, outcome, calls))
            for outcome in outcomes}


def sentence_of(found: Iterable[ahead.Following]) -> str:
    """ "下一步：签收（承办单位负责人）。可能还有：…" """
    found = list(found)
    parts = [_sure(one) for one in found if one.certain]
    later = [one for one in found if one.together]
    perhaps = [one for one in found if not one.certain and not one.together]
    if later:
        parts.append(f"等同时进行的其他环节办完后：{_listed(later)}")
    if len({_named(one) for one in perhaps}) > MOST_GUESSED:
        parts.append("再往后由系统按填写的内容和案件情况决定" if parts else "下一步由系统按填写的内容和案件情况决定")
    elif perhaps:
        parts.append(f"{'还可能' if parts else '视案件情况，可能'}：{_listed(perhaps)}")
    return "；".join(parts) + "。" if parts else ""


def _sure(one: ahead.Following) -> str:
    return ("" if one.kind == ahead.END else "下一步：") + _named(one)


def _listed(several: list[ahead.Following]) -> str:
    names = list(dict.fromkeys(_named(one) for one in several))
    more = f"等 {len(names)} 种去向" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


def _named(one: ahead.Following) -> str:
    name = _CODE.sub("", one.name)
    if one.kind == ahead.TASK:
        return f"{name}（{who(one)}）"
    if one.kind == ahead.WAIT:
        return name if name.startswith("等") else f"等待“{name}”" if name else "等待外部消息或时间"
    return f"本流程结束（{name}）" if name else "本流程结束"


def who(one: ahead.Following) -> str:
    """The person a diagram names, else the posts that may take it, and of which unit."""
    person = PEOPLE.get(one.assignee.removeprefix("=").strip())
    if person:
        return person
    posts = [ROLES[role].name for role in dict.fromkeys(_ROLE.findall(one.role)) if role in ROLES]
    unit = UNITS.get(one.unit.removeprefix("=").strip(), "")
    if not posts or len(posts) > 4:
        return unit or ("有关岗位" if not posts else "、".join(posts[:POSTS_NAMED]) + "等")
    return unit + ("的" if unit else "") + "或".join(posts)
