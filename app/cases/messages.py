"""Messages from outside to one case."""

from collections.abc import Mapping
from typing import Any

from app.cases import timeline
from app.cases.models import Case
from app.errors import Conflict, Invalid
from app.instances import actions as instances

NAMES = {
    "msg_supplemented": "申请人已补正材料", "msg_party_withdraw": "当事人撤回申请", "msg_lawsuit_filed": "当事人已起诉",
    "msg_risk_changed": "风险情况有变化", "msg_party_urge": "当事人催办", "msg_leader_instruction": "领导批示",
    "msg_appraisal_done": "鉴定已完成", "msg_rated": "当事人已评价", "msg_performed": "协议已履行",
    "msg_case_merged": "并入其他案件", "msg_court_returned": "法院退回", "msg_jc_decided": "司法确认已裁定",
    "msg_feedback_received": "已收到反馈", "msg_external_result": "外部办理结果",
}
"""What may come from outside (handbook §10.0); the rest is between the case's own processes."""


def bring(case: Case, message: str, payload: Mapping[str, Any], actor) -> int:
    """Deliver a message to whatever in the case waits for it; returns how many processes took it.

    Raises Invalid for a message nobody may send from outside, Conflict if nothing waits for it now.
    """
    if message not in NAMES:
        raise Invalid(f"没有名为“{message}”的外部消息，可用的有：{'、'.join(NAMES)}。")
    taken = instances.deliver(case.id, message, payload, actor)
    if not taken:
        raise Conflict(f"案件现在没有在等“{NAMES[message]}”，请先查看办理进度。")
    timeline.write(case.id, "MESSAGE", f"收到消息：{NAMES[message]}", actor, message, payload=dict(payload))
    return taken
