"""Chinese words for what the statistics show (handbook §6.3, §9.1)."""

from app.cases.words import ROUTE
from app.statistics import rules

TYPES = {
    "01": "婚姻家庭纠纷", "02": "邻里纠纷", "03": "房屋宅基地纠纷", "04": "合同纠纷", "05": "生产经营纠纷", "06": "损害赔偿纠纷",
    "07": "山林土地纠纷", "08": "征地拆迁纠纷", "09": "环境污染纠纷", "10": "拖欠农民工工资纠纷", "11": "其他劳动争议纠纷",
    "12": "旅游纠纷", "13": "电子商务纠纷", "14": "其他消费纠纷", "15": "医疗纠纷", "16": "道路交通事故纠纷", "17": "物业纠纷",
    "99": "其他纠纷",
}
"""The Ministry's 18 types (mojType)."""

GROUPS = (
    ("受理和办结", ("n_reg", "n_acc", "n_closed", "n_res", "r_res", "r_succ", "n_reopen")),
    ("时限", ("r_ontime", "r_ontime_plain", "r_sign", "r_first", "avg_days", "p90_days", "n_over")),
    ("群众评价", ("r_resp", "r_solve", "r_sat", "r_rate")),
    ("协议和后续", ("r_perf", "n_jc", "r_jc", "n_legal", "n_up", "n_obj", "r_obj")),
    ("规模", ("n_amt", "n_amt_agreed", "n_people", "n_hard")),
)
HEADLINE = ("n_reg", "n_closed", "r_res", "r_ontime", "r_sat", "n_over")

HINTS = {
    "n_res": "达成协议或和解，并且已经履行、尚未到期或经司法确认；重新办理的撤销",
    "r_res": "化解量 ÷ 办结量，不含已终结和并案", "r_succ": "以协议结束的调解 ÷ 结束的调解",
    "r_ontime": "在（延期后的）期限内办完 ÷ 办结量", "r_ontime_plain": "把延期去掉再算一遍",
    "r_sign": "在签收时限内签收 ÷ 派单", "r_first": "在首次联系时限内联系到双方 ÷ 签收",
    "r_resp": "当事人说联系过 ÷ 评价", "r_solve": "当事人说解决了 ÷ 评价", "r_sat": "基本满意以上 ÷ 评价",
    "r_rate": "有评价 ÷ 邀请评价", "r_perf": "到期前履行 ÷ 本期到期", "r_jc": "司法确认数 ÷ 达成的协议",
    "n_over": "本期内期限到了还没办完的案件", "r_obj": "退单成立 ÷ 退单",
    "n_closed": "按办结时间统计，每期截至最后一天 24 时",
}

DISTRIBUTIONS = (
    ("dist_type", "纠纷类型", "type", TYPES),
    ("dist_src", "案件来源", None, None),
    ("dist_route", "调解方式", "route", ROUTE),
    ("dist_form", "协议形式", "form", rules.AGREEMENTS),
    ("dist_committee", "调解组织类型（结束的调解）", None, rules.COMMITTEES),
    ("dist_committee_agreed", "调解组织类型（调解成功）", None, rules.COMMITTEES),
    ("res_tier", "各层级化解", "res_tier", rules.TIERS),
    ("up_tier", "提级（从哪一级）", "up_tier", rules.TIERS),
    ("over_tier", "超期（按层级）", "over_tier", rules.TIERS),
    ("slips", "提示、催办和督办", "slip", rules.SLIPS),
)
"""(key of the figures, heading, how its drill-down is narrowed, words of its codes)"""

UNKNOWN = "未填"


def rows_of(figures: dict, key: str, words: dict | None) -> list[tuple[str, str, int]]:
    """(code, word, number) of a distribution; types come by number, the rest in the order of their words."""
    found = figures.get(key) or {}
    if words is None:
        return [(name, name, number) for name, number in found.items()]
    known = [(code, word, found[code]) for code, word in words.items() if code in found]
    if key == "dist_type":
        known.sort(key=lambda row: -row[2])
    rest = [(code, code or UNKNOWN, number) for code, number in found.items() if code not in words]
    return known + rest
