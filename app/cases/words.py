"""Chinese words for the codes of a case (handbook §6); screens use exactly these."""

from app.cases.route_words import RouteWords
from app.cases.statuses import STATUSES
from app.catalogues.queries import Words

STATUS = STATUSES
TIER = {"VILLAGE": "村（社区）", "TOWN": "镇街", "COUNTY": "县级", "PARTY_GOV": "党委政府"}
RISK = {"GREEN": "低风险", "YELLOW": "中风险", "RED": "高风险"}
RISK_TONE = {"GREEN": "green", "YELLOW": "yellow", "RED": "red"}
COMPLEXITY = {"SIMPLE": "简单", "GENERAL": "一般", "COMPLEX": "疑难复杂", "MAJOR": "重大"}
ROUTE = RouteWords({"ONSITE": "现场即调", "PEOPLE": "人民调解", "LITIGATION": "诉调对接", "POLICE": "警调对接",
         "PETITION": "访调对接", "INDUSTRY": "专调", "ADMIN_MEDIATION": "行政调解", "JOINT": "联合化解",
         "MAJOR": "重大攻坚", "LEGAL_CHANNEL": "法定途径"})
CHANNEL, DISPUTE_TYPE, ZZ_TYPE = Words("channels"), Words("dispute-types"), Words("zz-types")
"""As the centre calls them now, retired ones too (app/catalogues)."""
PARTY_ROLE = {"APPLICANT": "申请人", "RESPONDENT": "被申请人", "THIRD": "第三人", "REPRESENTATIVE": "代表人"}
CLOCK_STATE = {"RUNNING": "计时中", "SUSPENDED": "已中止", "STOPPED": "已停止"}
SUPERVISE = {0: "无", 1: "普通督办", 2: "黄牌督办", 3: "红牌督办", 4: "党委政府督办"}
RESULT = {"AGREED_WRITTEN": "达成书面协议", "AGREED_ORAL": "达成口头协议", "SETTLED": "自行和解", "FAILED": "调解不成",
          "GUIDED": "导入法定途径", "PARTIAL": "部分达成协议"}
