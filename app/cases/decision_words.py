"""What a decision table decided, and how a task ended, in a few words for the timeline."""

from app.cases import words
from app.cases.lights import LIGHTS

_ACCEPTANCE = {
    "ACCEPT": "受理", "ANSWER": "答复", "EMERGENCY_110": "紧急移交", "TRANSFER_POLICE": "移送公安",
    "TRANSFER_DISCIPLINE": "转纪检监察", "TRANSFER_SUGGESTION": "转送建议", "ASSISTANCE": "帮扶救助",
    "CLOSED_MATTER": "已终结事项", "EXPERT_REVIEW": "专家审查", "MERGE": "并案", "PERFORMANCE_TRACK": "履行督促",
    "GUIDE_LEGAL": "引导法定途径", "GUIDE_COURT": "引导诉讼", "GUIDE_ARBITRATION": "引导仲裁",
    "GUIDE_RECONSIDERATION": "引导复议", "GUIDE_OTHER_CENTER": "移交其他中心", "SUPPLEMENT": "补正",
    "MANUAL": "人工甄别",
}
_ACTION = {
    "NONE": "", "PROMPT": "提示", "URGE": "催办", "REASSIGN_REVIEW": "复核改派", "SUPERVISE_L1": "普通督办",
    "SUPERVISE_L2": "黄牌督办", "SUPERVISE_L3": "红牌督办", "SUPERVISE_L4": "党委政府督办", "CALLBACK": "电话回访",
    "CLOSE": "办结", "CLOSE_EXPLAINED": "说明后办结", "CLOSE_NO_RATING": "未评价办结", "EXPLAIN": "向当事人说明",
    "LEADER_REVIEW": "领导复核", "REOPEN": "重新办理", "REOPEN_AND_SUPERVISE_L3": "重新办理并红牌督办",
    "SERVICE_REVIEW": "服务态度核查",
}
_NEXT_STEP = {
    "EXPERT": "专家会商", "JOINT": "联合化解", "LEGAL_CHANNEL": "导入法定途径", "REPORT_POLICE": "报告公安机关",
    "RETRY": "再调解一次", "SPLIT": "分开处理", "TERMINATE": "终止", "UPGRADE": "提级办理",
}
_FIELDS = {
    "riskLevel": ("风险", words.RISK), "complexity": ("难易", words.COMPLEXITY), "tier": ("层级", words.TIER),
    "route": ("途径", words.ROUTE), "decision": ("结论", _ACCEPTANCE), "light": ("亮灯", LIGHTS), "score": ("得分", {}),
    "action": ("处理", _ACTION), "nextStep": ("下一步", _NEXT_STEP), "visitsAtDays": ("回访日 ", {}), "method": ("方式", {}),
    "leadUnit": ("牵头单位", {}), "clockId": ("时限", {}), "mojType": ("纠纷类型", words.DISPUTE_TYPE),
    "zzCode": ("综治类型", words.ZZ_TYPE),
    "reason": ("理由", {}), "basis": ("依据", {}),
}
_MOST_TOLD = 4
_OUTCOMES = {
    "submit": "提交", "void": "误登作废", "accept": "受理", "sign": "签收", "object": "提出异议", "dispatch": "派单",
    "consult": "专家会商", "report_up": "上报", "hand_down": "下交", "both_willing": "双方同意调解",
    "one_refuses": "一方不同意", "settled": "已自行和解", "unreachable": "联系不上", "emergency": "紧急情况",
    "agreed": "达成协议", "failed": "未达成协议", "approve": "通过", "return": "退回", "supervise": "转督办",
    "reopen": "重新办理", "keep_closed": "维持办结", "keep": "维持", "raise": "上调", "lower": "下调",
    "release": "解除", "refuse": "不同意", "agree": "同意", "no": "不同意", "close": "关闭", "extend": "延长",
    "convert": "转纠纷办理", "move": "改派", "back": "转回受理", "end": "结束", "terminate": "终止",
    "continue": "继续调解", "pass": "通过", "effective": "生效", "rated": "已评价", "complete": "齐全",
    "archived": "已归档", "schedule": "已安排",
}


def of_outputs(outputs) -> str:
    """The outputs that have a name of their own, at most four of them."""
    if not isinstance(outputs, dict):
        return "" if outputs is None or isinstance(outputs, list) else str(outputs)
    given = [(label, known.get(outputs[name], outputs[name])) for name, (label, known) in _FIELDS.items()
             if outputs.get(name) not in (None, "", "-")]
    told = [f"{label}{word}" for label, word in given if word]
    return "，".join(told[:_MOST_TOLD])


def of_outcome(outcome: str) -> str:
    """The form's own label is better; this is what the shipped outcomes are called."""
    return _OUTCOMES.get(outcome, outcome)
