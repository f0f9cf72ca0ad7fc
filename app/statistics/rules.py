"""Which milestone stands for what, the keys of §9.1 in the order of the report, and the lines of the appraisal. Pure.

Kinds: NUMBERED registered · ACCEPTED · DISPATCHED (good: signed within CK03) · SIGNED (good: both parties contacted within
CK04) · OBJECTED (good: established) · MEDIATED (good: ended with an agreement) · CONFIRMED by the court · GUIDED to a legal
channel · UPGRADED (label: from which tier) · DUE a performance (good: performed by then) · CLOSED (good: resolved) · MERGED ·
FINISHED closed matter · PREVENTED (label: what) · INVITED to rate (good: rated) · RATED (good: 3 or better) · ANSWERED (good:
was contacted) · SOLVED (good: the party says so) · SLIP (label: prompt, urging, level) · FALSE feedback · REOPENED · ARCHIVED
(good: without a defect).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Key(NamedTuple):
    """A number of the report. unit: 件 人 % 天 万元. `of`: the milestone its drill-down lists; `good` narrows it."""

    name: str
    label: str
    unit: str
    of: str | None = None
    good: str | None = None


KEYS = (
    Key("n_reg", "登记量", "件", "NUMBERED"),
    Key("n_acc", "受理量", "件", "ACCEPTED"),
    Key("n_closed", "办结量", "件", "CLOSED"),
    Key("n_res", "化解量", "件", "CLOSED", "good"),
    Key("r_res", "化解率", "%", "CLOSED", "not_good"),
    Key("r_succ", "调解成功率", "%", "MEDIATED", "not_good"),
    Key("r_ontime", "按期办结率", "%", "CLOSED", "late"),
    Key("r_ontime_plain", "按期办结率（不计延期）", "%", "CLOSED", "late_plain"),
    Key("r_sign", "按时签收率", "%", "DISPATCHED", "not_good"),
    Key("r_first", "首次联系及时率", "%", "SIGNED", "not_good"),
    Key("r_resp", "响应率", "%", "ANSWERED", "not_good"),
    Key("r_solve", "解决率", "%", "SOLVED", "not_good"),
    Key("r_sat", "满意率", "%", "RATED", "not_good"),
    Key("r_rate", "评价率", "%", "INVITED", "not_good"),
    Key("r_perf", "协议履行率", "%", "DUE", "not_good"),
    Key("n_jc", "司法确认数", "件", "CONFIRMED"),
    Key("r_jc", "司法确认占比", "%", "CONFIRMED"),
    Key("n_up", "提级数", "件", "UPGRADED"),
    Key("n_legal", "导入法定途径数", "件", "GUIDED"),
    Key("n_amt", "涉案金额", "万元", "CLOSED"),
    Key("n_amt_agreed", "协议金额", "万元", "CLOSED"),
    Key("n_people", "涉及人数", "人", "CLOSED"),
    Key("n_hard", "疑难复杂案件数", "件", "CLOSED", "hard"),
    Key("avg_days", "平均办理天数", "天", "CLOSED"),
    Key("p90_days", "办理天数（九成案件不超过）", "天", "CLOSED"),
    Key("n_over", "超期数", "件"),
    Key("n_reopen", "重新办理数", "件", "REOPENED"),
    Key("n_obj", "退单数", "件", "OBJECTED"),
    Key("r_obj", "退单成立率", "%", "OBJECTED", "good"),
)
BY_NAME = {key.name: key for key in KEYS}

TIERS = {"VILLAGE": "村（社区）", "TOWN": "镇街", "COUNTY": "县", "PARTY_GOV": "党委政府"}
SLIPS = {"PROMPT": "提示", "URGE": "催办", "SUPERVISE_L1": "普通督办", "SUPERVISE_L2": "黄牌督办", "SUPERVISE_L3": "红牌督办",
         "SUPERVISE_L4": "党委政府督办"}
PREVENTED = {"CRIME": "防止民转刑", "GROUP_PETITION": "防止群体性上访", "FIGHT": "防止群体性械斗", "SUICIDE": "防止自杀"}
AGREEMENTS = {"WRITTEN": "书面协议", "ORAL": "口头协议"}
COMMITTEES = {"VILLAGE": "村调委会", "COMMUNITY": "居（社区）调委会", "TOWNSHIP": "乡镇调委会", "STREET": "街道调委会",
              "ENTERPRISE": "企事业单位调委会", "OTHER": "社会团体和其他组织（行业性、专业性）调委会"}
"""The types of the statutory table (handbook §9.1 [C07])."""
_ENTERPRISES = re.compile("(公司|集团|厂|学校|中学|小学|大学|学院|医院)(人民)?调(解)?委员?会$")
HARD = ("COMPLEX", "MAJOR")
AGREED = frozenset({"AGREED_WRITTEN", "AGREED_ORAL", "SETTLED"})
PERFORMED = frozenset({"IMMEDIATE", "FULL", "NOT_DUE"})

BASE = 100
GRADES = ("优秀", "良好", "合格")
"""Above the lines of handbook §9.2 [D], which are the centre's (lines.py); below the last one it is 不合格."""
FAILED = "不合格"
OBJECTION_DAYS = 5
"""Working days in which a unit may object."""
FEWEST_FOR_A_MEDIAN = 10
"""With fewer finished tasks of a kind "twice the usual time" says nothing [D]."""


def is_resolved(result: str | None, performance: str | None, confirmed: bool) -> bool:  # noqa: FBT001 a fact about the case
    """化解 is narrower than 办结 (handbook §9.1): agreed or settled, and performed, not due yet, or confirmed by the court."""
    return result in AGREED and (performance in PERFORMED or confirmed)


def committee_type(level: str, region_code: str, name: str) -> str:
    """By the place's code (GB/T 10114: 001–099 a street, a community below 200), an enterprise's or institution's by the name, which a
    committee takes from whoever set it up."""
    if _ENTERPRISES.search(name):
        return "ENTERPRISE"
    if level == "VILLAGE":
        return "COMMUNITY" if int(region_code[9:12]) < 200 else "VILLAGE"
    if level == "TOWN":
        return "STREET" if int(region_code[6:9]) < 100 else "TOWNSHIP"
    return "OTHER"


def rate(part: int | None, whole: int | None) -> float | None:
    """A share with four digits; None where there is nothing to share."""
    return round((part or 0) / whole, 4) if whole else None


def grade_of(score: float, lines: Iterable[float]) -> str:
    """`lines`: the least score of each of GRADES."""
    return next((grade for line, grade in zip(lines, GRADES, strict=True) if score >= line), FAILED)
