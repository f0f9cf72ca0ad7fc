"""The kinds of notices, and the groups in which people meet them."""

from typing import NamedTuple

KINDS = {"PROMPT": "提示", "URGE": "催办", "SUPERVISE": "督办", "TASK": "任务", "HANDED": "转办", "INFO": "通知", "DIGEST": "汇总"}
"""What diagrams, slips and colleagues say."""


class Group(NamedTuple):
    label: str
    kinds: tuple[str, ...]
    tone: str
    hint: str


GROUPS = {
    "NEW": Group("新任务", ("TASK",), "blue", "指定给您的任务，以及您的岗位待领取的任务"),
    "DUE": Group("将到期", ("PROMPT",), "yellow", "期限过半、临期等提示"),
    "PRESS": Group("催办督办", ("URGE", "SUPERVISE"), "red", "催办单、督办单；督办不能关闭"),
    "HANDED": Group("退回、转办、委派", ("HANDED",), "orange", "同事退回、转办、委派、会签、抄送给您的任务"),
    "CASE": Group("案件变化", ("INFO",), "azure", "案件状态变化和其他通知"),
}
DIGEST = "DIGEST"


def group_of(kind: str) -> str:
    """The group of a kind; what no group names is a change of the case."""
    return next((name for name, group in GROUPS.items() if kind in group.kinds), "CASE")


def label_of(kind: str) -> str:
    return KINDS[DIGEST] if kind == DIGEST else GROUPS[group_of(kind)].label


def tone_of(kind: str) -> str:
    return GROUPS[group_of(kind)].tone


def must_be_told(kind: str, risk_level: str | None) -> bool:
    """督办, and whatever concerns a case of high risk, reaches everybody at once, whatever they switched off."""
    return kind == "SUPERVISE" or risk_level == "RED"
