"""Messages to one case, from outside and from its own staff: who may bring which, and what it carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.cases import permissions, timeline
from app.cases.models import Case
from app.errors import Conflict, Forbidden, Invalid
from app.instances import actions as instances
from app.instances import queries as running


@dataclass(frozen=True)
class Asked:
    """A field that somebody fills in before a message goes: kind is text, line, date or party (one of the case's)."""

    key: str
    label: str
    kind: str = "text"
    required: bool = True
    most: int = 500


@dataclass(frozen=True)
class Kind:
    """`name` is what the timeline says; `button` what the case page offers to staff, None if it comes from outside."""

    name: str
    permission: str
    button: str | None = None
    hint: str = ""
    asks: tuple[Asked, ...] = ()
    carries: str = "note"
    """What may come with it besides, as names between spaces."""


CHANNEL, PARTY, PROGRESS = "message.channel", "message.party", "message.progress"
NOTE = Asked("note", "情况说明")
ON_BEHALF = Asked("onBehalfOf", "代哪位当事人登记", "party", most=80)
"""Whose word it is; for the timeline only, no process needs the name."""
LONGEST = 2000

KINDS = {
    "msg_progress": Kind("要填报办理进展", PROGRESS, "填报进展", "给承办人打开一张进展填报表，提交后停滞天数从头计算。"),
    "msg_risk_changed": Kind("风险情况有变化", "message.risk", "报告风险变化", "分流研判岗和镇街综治中心会重新评定风险等级。",
                             (NOTE,)),
    "msg_leader_instruction": Kind(
        "领导批示", "message.instruct", "录入领导批示", "承办人会收到一项“领导批示办理”任务。",
        (Asked("instructor", "批示领导", "line", most=40), Asked("text", "批示内容"), Asked("requiredAt", "要求办结日期", "date"))),
    "msg_supervise_manual": Kind("要人工督办", "supervise.issue", "人工督办", "打开一张督办单，填好提交后发给承办单位。"),
    "msg_supplemented": Kind("申请人已补正材料", CHANNEL, "登记已补正", "补正时限停止，案件回到受理审核。", (NOTE,)),
    "msg_lawsuit_filed": Kind("当事人已起诉", CHANNEL, "登记已起诉", "调解随之终止，案件只跟踪法院的结果。", (NOTE,)),
    "msg_appraisal_done": Kind("鉴定已完成", PROGRESS, "登记鉴定完成", "中止的时限恢复计算。", (NOTE,)),
    "msg_session_moved": Kind("调解要改期", PROGRESS, "调解改期",
                              "原定的调解不再进行，告知各方，调解员重新安排时间；场次不变。", (NOTE,)),
    "msg_start_event": Kind("交通事故调解的起算事件已发生", PROGRESS, "登记起算事件", "调解期限从这一天起算。",
                            (Asked("startEventAt", "丧葬、治疗、定残或定损结束的日期", "date"),)),
    "msg_petition_review": Kind("信访人请求复查", CHANNEL, "登记复查请求", "转入复查，三十日内出具复查意见。", (NOTE,)),
    "msg_petition_recheck": Kind("信访人请求复核", CHANNEL, "登记复核请求", "转入复核，三十日内出具复核意见，复核后终结。", (NOTE,)),
    "msg_performed": Kind("协议已履行", PROGRESS, "登记已履行", "打开履行核查，由核查人确认。", (NOTE,)),
    "msg_party_urge": Kind("当事人催办", CHANNEL, "登记当事人催办", "承办人和跟办员收到催办单，短期内再催不重复发。",
                            (ON_BEHALF, NOTE)),
    "msg_party_withdraw": Kind("当事人撤回申请", CHANNEL, "登记当事人撤回", "调解随之终止，由承办人填报结果。",
                                (ON_BEHALF, NOTE)),
    "msg_rated": Kind("当事人已评价", PARTY, carries="party rating reasonKind resolved contacted text note"),
    "msg_closed_visit": Kind("同一诉求再来访", "case.register", "登记再来访", "只在本案记一次来访，不另立案、不重新办理。", (NOTE,)),
    "msg_new_facts": Kind("提交了新事实新理由", "case.register", "登记新事实", "回访停止，交专家审查是否重新受理。", (NOTE,)),
    "msg_case_merged": Kind("并入其他案件", CHANNEL),
    "msg_court_returned": Kind("法院退回", CHANNEL),
    "msg_jc_decided": Kind("法院已就司法确认作出裁定", PROGRESS, "登记已裁定", "诉调对接员会收到一项“裁定登记”任务。", (NOTE,)),
    "msg_jc_supplement": Kind("法院要求补正司法确认材料", PROGRESS, "法院要求补正", "打开一项“补正申请材料”任务。",
                              (Asked("note", "要补正什么"), Asked("courtDueOn", "法院给的期限", "date"))),
    "msg_feedback_received": Kind("已收到反馈", CHANNEL),
    "msg_external_result": Kind("外部办理结果", CHANNEL),
}
"""What may be brought to a case (handbook §10.0); the rest goes between the case's own processes. What a party says of
the work is brought only by the party's own way in, never by staff."""


def bring(case: Case, message: str, payload: Mapping[str, Any], actor) -> int:
    """Deliver a message to whatever in the case waits for it; returns how many processes took it.

    Raises Invalid for a message nobody may bring or with contents it does not carry, Forbidden if this person may not,
    Conflict if nothing waits for it.
    """
    kind = kind_of(message)
    if not actor.may(kind.permission):
        raise Forbidden(f"“{kind.name}”不能由您送达：{permissions_sentence(kind)}")
    _must_be_its_own(kind, payload)
    _must_be_a_party(case, payload)
    carried = {name: value for name, value in payload.items() if name != ON_BEHALF.key}
    taken = instances.deliver(case.id, message, carried, actor)
    if not taken:
        raise Conflict(f"案件现在没有在等“{kind.name}”，请先查看办理进度。")
    timeline.write(case.id, "MESSAGE", _line(kind, payload, actor), actor, message, payload=dict(payload))
    return taken


def offered(case: Case, actor) -> dict[str, Kind]:
    """What the case waits for now and this person may bring from the case page."""
    mine = {message: kind for message, kind in KINDS.items() if kind.button and actor.may(kind.permission)}
    awaited = running.awaited_messages(case.id) if mine and permissions.may_see(case, actor) else set()
    return {message: kind for message, kind in mine.items() if message in awaited}


def kind_of(message: str) -> Kind:
    if message not in KINDS:
        raise Invalid(f"没有名为“{message}”的外部消息，可用的有：{'、'.join(KINDS)}。")
    return KINDS[message]


def filled_in(kind: Kind, form: Mapping[str, str]) -> dict[str, str]:
    """The payload from what was typed. Raises Invalid with every wrong field."""
    payload = {asked.key: form.get(asked.key, "").strip() for asked in kind.asks}
    wrong = {asked.key: [sentence] for asked in kind.asks if (sentence := _fault(asked, payload[asked.key]))}
    if wrong:
        raise Invalid(errors=wrong)
    return payload


def permissions_sentence(kind: Kind) -> str:
    return "只能由当事人本人或外部渠道送达。" if kind.permission == PARTY else "您的岗位没有这项权限。"


def _must_be_its_own(kind: Kind, payload: Mapping[str, Any]) -> None:
    """What a message carries becomes variables of the process: by any other name it would overwrite what was decided."""
    own = {asked.key for asked in kind.asks} | set(kind.carries.split())
    wrong = {f"payload.{name[:60]}": [f"“{kind.name}”不带这一项，请删去。"] for name in payload if name not in own}
    wrong |= {f"payload.{name}": [f"请写成一段文字或一个数，最多 {LONGEST} 字。"] for name, value in payload.items()
              if name in own and not _is_plain(value)}
    if wrong:
        raise Invalid(errors=wrong)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= LONGEST)


def _fault(asked: Asked, typed: str) -> str | None:
    if asked.required and not typed:
        return f"请{'选择' if asked.kind == 'party' else '填写'}{asked.label}。"
    if len(typed) > asked.most:
        return f"{asked.label}最多 {asked.most} 字，现在 {len(typed)} 字。"
    return None


def _must_be_a_party(case: Case, payload: Mapping[str, Any]) -> None:
    named = payload.get(ON_BEHALF.key)
    if named and named not in {party.name for party in case.parties}:
        raise Invalid(errors={f"payload.{ON_BEHALF.key}": ["本案没有这位当事人，请从本案当事人中选择。"]})


def _line(kind: Kind, payload: Mapping[str, Any], actor) -> str:
    note = payload.get("note") or payload.get("text")
    said = f"{kind.name}：{note}" if isinstance(note, str) and note else f"{kind.name}。"
    if ON_BEHALF not in kind.asks:
        return said
    return f"{said}（{actor.name}代{payload.get(ON_BEHALF.key) or '当事人'}登记）"
