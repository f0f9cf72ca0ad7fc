"""What keeps a document from being printed, in sentences that say where it is filled in."""

import re
from collections.abc import Mapping

from app.cases.models import Case
from app.documents import answers, context, kinds
from app.documents.kinds import Kind

MOST_NAMED = 8
CASE_NAMES = {
    "no": "案件编号", "title": "案由", "description": "事情经过", "request": "诉求", "channel": "来源渠道", "channelRef": "外部单号",
    "type": "纠纷类型", "place": "发生地点", "happenedOn": "发生日期", "startedOn": "开始日期", "peopleCount": "涉及人数",
    "amount": "涉及金额", "amountInCapitals": "涉及金额（大写）", "registeredOn": "登记日期", "acceptedOn": "受理日期",
    "dispatchedOn": "派单日期", "sessionAt": "调解时间", "agreementSignedOn": "协议签订日期", "resolvedOn": "办结日期",
    "closedOn": "结案日期", "dueOn": "办理期限", "legalDueOn": "法定期限", "signBy": "签收期限", "limit": "适用时限", "dueIfSigned": "到期才签收时的办结期限", "tier": "办理层级", "route": "化解路径",
    "risk": "风险等级", "complexity": "难易程度", "result": "办理结果", "resultSummary": "办理经过和结果",
    "performance": "履行情况", "performDueOn": "履行期限", "agreementNo": "协议编号", "agreementAmount": "协议金额",
    "agreementAmountInCapitals": "协议金额（大写）", "isCourtRoute": "是否诉调对接",
}
PLACE_NAMES = {
    "number": "文书编号", "title": "文书名称", "today": "今天的日期", "dateInCharacters": "落款日期（二〇二六年三月四日）",
    "copies": "份数（当事人数加一）", "recorder": "记录人", "committee": "调解委员会", "unit": "主办单位", "centre": "综治中心",
    "issuer": "出具单位（调解委员会，没有时为综治中心）", "handler": "承办人", "handlerPhone": "承办人电话",
    "caseManager": "跟办员", "mediator": "主持调解员", "firstContact": "首问责任人", "firstContactPhone": "首问责任人电话",
    "partyNames": "全体当事人姓名", "applicantNames": "申请人姓名", "respondentNames": "被申请人姓名",
    "parties": "当事人", "applicants": "申请人", "respondents": "被申请人", "represented": "有代理人的当事人", "evidence": "证据材料", "dossier": "卷宗目录",
}
PARTY_NAMES = {
    "roleName": "身份", "name": "姓名或名称", "isOrganisation": "是否单位", "gender": "性别", "ethnicity": "民族",
    "birthDate": "出生日期", "age": "年龄", "idType": "证件种类", "idNo": "证件号码", "phone": "联系电话", "address": "住址",
    "domicile": "户籍地", "occupation": "职业或职务", "employer": "工作单位", "legalRep": "法定代表人", "guardian": "监护人",
    "agent": "委托代理人", "person": "性别、民族、出生日期、职业连写", "line": "基本情况连写",
    "relation": "与当事人的关系", "authority": "代理权限", "isSpecial": "是否特别授权",
}
EVIDENCE_NAMES = {"title": "材料名称", "from": "来源", "on": "收到日期", "pages": "页数"}
DOSSIER_NAMES = {"code": "文书编号", "name": "材料名称", "required": "必须或按需", "found": "卷内情况"}
OTHER_NAMES = {"extension": {"oldDueOn": "原定到期日", "newDueOn": "新的到期日"},
               "slip": {"no": "催办、督办编号", "level": "催办、督办级别", "reason": "催办、督办事由（不带编号）", "text": "催办、督办事由", "on": "发出日期"},
               "session": {"number": "第几次调解", "at": "调解开始时间", "until": "调解结束时间", "place": "调解地点", "online": "是否线上",
                           "onlineAddress": "线上地址", "mediators": "主持调解员", "invitees": [{"name": "姓名", "identity": "身份"}]}}
PARTIES = ("parties", "applicants", "respondents", "represented")
_NOT_YET = {"committee": "还没有确定调解委员会", "unit": "还没有派单", "handler": "还没有签收", "mediator": "还没有指定调解员"}


def to_type(names: list[str]) -> dict[str, str]:
    """{name: label} of what can simply be typed for the document."""
    known = kinds.asked()
    return {name.removeprefix("asked."): known[name.removeprefix("asked.")] for name in names
            if name.startswith("asked.") and name.removeprefix("asked.") in known}


def in_words(case: Case, kind: Kind, names: list[str], values: Mapping) -> list[str]:
    """One sentence for each thing that is missing, without what can be typed."""
    digest = context.digest_of(case)
    found = [_sentence(name, digest, kind, values) for name in names if not name.startswith("asked.")]
    kept = list(dict.fromkeys(found))
    return kept[:MOST_NAMED] + ([f"另有 {len(kept) - MOST_NAMED} 项。"] if len(kept) > MOST_NAMED else [])


def _sentence(name: str, digest: str | None, kind: Kind, values: Mapping) -> str:
    first, _, rest = name.partition(".")
    if first in PARTIES:
        return _of_party(first, rest, values)
    if first == "case":
        return f"缺“{CASE_NAMES.get(rest, rest)}”，这一步办到后由案件登记带入；登记有误的请在案件页更正。"
    forms = context.forms_of(digest) if digest else {}
    if first in forms:
        return _of_task(forms[first], digest, rest, kind)
    if first == "session":
        return "还没有排定要举行的调解。请先办理任务“安排调解”，定下时间和地点。"
    if first in OTHER_NAMES:
        return f"缺“{OTHER_NAMES[first].get(rest, rest)}”。"
    return f"缺“{PLACE_NAMES.get(first, name)}”" + (f"：{_NOT_YET[first]}。" if first in _NOT_YET else "，请先在案件里补上。")


def _of_task(form: tuple[str, str, str], digest: str, rest: str, kind: Kind) -> str:
    key, name, marking = form
    label = _label(answers.fields_of(digest, key), rest)
    if marking == context.NOTES and kind.level != "NOTES":
        return f"“{name}”的内容属于调解保密材料，不能写进《{kind.title}》。请改用其他内容或修改模板。"
    return f"缺“{label}”，请先办理任务“{name}”并填写。"


def _label(fields: Mapping, rest: str) -> str:
    parts = [part for part in rest.split(".") if not part.isdigit()]
    one = fields.get(parts[0]) if parts else None
    if one is None:
        return {"doneBy": "办理人", "doneOn": "办理日期", "outcomeInWords": "办理结论"}.get(rest, rest)
    if len(parts) > 1 and one.fields:
        return f"{one.label}—{_label(one.fields, '.'.join(parts[1:]))}"
    return one.label


def _of_party(first: str, rest: str, values: Mapping) -> str:
    place, _, field = rest.partition(".")
    parties = values.get(first) or []
    if not place.isdigit() or int(place) > len(parties):
        return f"缺“{PLACE_NAMES[first]}”，请在当事人信息里登记。"
    who, last = parties[int(place) - 1], field.rpartition(".")[2]
    whose = {"guardian": "的监护人", "agent": "的代理人"}.get(field.partition(".")[0], "") if "." in field else ""
    return f"缺{who['roleName']}{who['name']}{whose}的“{PARTY_NAMES.get(last, last)}”，请在当事人信息里补上。"


def unknown_in_words(names: list[str]) -> str:
    return "模板里有系统不认识的名称：" + "、".join(re.sub(r"[^\w.]", "", name) for name in names[:MOST_NAMED]) + "。"
