"""Every permission, what it lets somebody do, and which roles have it. The only such table.

A permission answers "may this kind of person do this kind of thing at all"; which cases and tasks they reach is decided
by unit and region (candidates.py here, cases/permissions.py there). docs/adr/0007 says why it is a table.
"""

from collections.abc import Iterable

from app.identity.roles import ROLES, STAFF

EVERYBODY = frozenset(ROLES)
_HANDLING = {f"R{number:02}" for number in range(1, 27)} | {"R31"}
_ENTRANCE = {"R01", "R02", "R03", "R05", "R07", "R08", "R09", "R12", "R13", "R14"}
_WORKING = {f"R{number:02}" for number in range(3, 11)} | {"R13", "R14", "R15", "R20"}
_CHIEFS = {"R14", "R15", "R16", "R22", "R23"}

TABLE: dict[str, tuple[str, frozenset[str]]] = {
    "self.manage": ("查看自己的岗位、修改自己的密码", EVERYBODY),
    "token.manage": ("为自己建立和吊销接口令牌", EVERYBODY),
    "case.register": ("登记矛盾纠纷", frozenset(_ENTRANCE | {"R30"})),
    "case.read": ("查看权限范围内的案件", frozenset(_HANDLING)),
    "case.search": ("检索权限范围内的案件", frozenset(_HANDLING - {"R17", "R18", "R19"})),
    "party.unmask": ("写明理由查看当事人的完整信息（留痕）", frozenset(_WORKING | _ENTRANCE | {"R24"})),
    "party.unshelter": ("写明理由解除自己承办案件中误设的住址保密（留痕）", frozenset(_WORKING)),
    "case.message": ("向案件送达消息（每种消息另有规定）", frozenset(_HANDLING | {"R30"})),
    "message.channel": ("向案件送达外部消息（补充材料、催办、撤回、起诉、外部结果）", frozenset({"R01", "R02", "R03", "R16", "R30"})),
    "message.party": ("代当事人的通道送达评价", frozenset({"R30"})),
    "message.progress": ("填报办理进展，登记鉴定和履行情况", frozenset(_WORKING)),
    "message.risk": ("报告风险变化", frozenset(_WORKING | _CHIEFS | {"R01", "R02", "R12", "R24", "R31"})),
    "message.instruct": ("录入领导批示", frozenset(_CHIEFS - {"R16"})),
    "deadline.request": ("申请延期、中止和恢复计期", frozenset(_WORKING - {"R03"})),
    "case.notes.read": ("查看调解笔录等保密材料", frozenset({"R04", "R05", "R06", "R07", "R25"})),
    "timeline.read": ("查看案件办理经过", frozenset(_HANDLING)),
    "document.read": ("查看案件文书", frozenset(_HANDLING)),
    "document.produce": ("按模板生成案件文书", frozenset(_HANDLING - {"R22", "R26"})),
    "document.template": ("维护文书模板", frozenset({"R28"})),
    "paper.read": ("查看权限范围内案件的材料和卷宗", frozenset(_HANDLING)),
    "paper.add": ("向案件卷宗放入材料", frozenset(_HANDLING - {"R22", "R26"})),
    "paper.withdraw": ("撤下自己放入或自己承办案件的材料", frozenset(_HANDLING - {"R22", "R26"})),
    "dossier.make": ("把卷宗制成一个文件带走", frozenset(_WORKING | {"R25"})),
    "session.read": ("查看权限范围内的调解日程", frozenset(_HANDLING)),
    "session.answer": ("登记当事人对调解通知的答复", frozenset(_WORKING | {"R01", "R02"})),
    "session.feed": ("把自己的调解日程订阅到日历软件", frozenset(_HANDLING)),
    "room.manage": ("维护本单位的调解室", frozenset({"R05", "R13", "R14", "R15", "R28"})),
    "task.read": ("查看自己能办的任务", STAFF),
    "task.claim": ("领取任务和放回待领取", STAFF),
    "task.complete": ("办理任务", STAFF),
    "errand.ask": ("在自己承办的案件里向同事交办事项", frozenset(_HANDLING - {"R17", "R18", "R19"})),
    "errand.answer": ("答复交办给自己的事项", STAFF),
    "view.share": ("把任务列表的视图共享给岗位", frozenset(_CHIEFS | {"R05", "R11", "R13", "R20"})),
    "notice.read": ("查看发给自己的通知", EVERYBODY),
    "supervise.read": ("查看辖区办理进度和亮灯情况", frozenset(_CHIEFS | {"R02", "R03", "R11", "R26"})),
    "supervise.issue": ("发出提示、催办和督办", frozenset(_CHIEFS)),
    "appraisal.read": ("查看本单位的考核", frozenset({"R05", "R11", "R13", "R14", "R20"})),
    "appraisal.object": ("对本单位的考核提出异议", frozenset({"R05", "R11", "R13", "R14", "R20"})),
    "statistics.read": ("查看统计与考核", frozenset(_CHIEFS | {"R26"})),
    "process.read": ("查看流程、决策表和表单", frozenset({"R02", "R15", "R16", "R26", "R27", "R28"})),
    "process.deploy": ("部署流程、决策表和表单", frozenset({"R27"})),
    "instance.read": ("查看流程实例的运行情况", frozenset({"R16", "R27", "R28"})),
    "instance.repair": ("修复停滞的流程实例", frozenset({"R27", "R28"})),
    "calendar.read": ("查看工作日历", STAFF),
    "calendar.manage": ("维护工作日历", frozenset({"R28"})),
    "clock.read": ("查看时限目录", frozenset(_CHIEFS | {"R02", "R03", "R05", "R11", "R26", "R27", "R28"})),
    "clock.manage": ("调整时限目录", frozenset({"R28"})),
    "catalogue.read": ("查看目录", frozenset(_CHIEFS | {"R02", "R03", "R05", "R11", "R26", "R27", "R28"})),
    "catalogue.manage": ("调整目录：类型、渠道、文书、参数、通知", frozenset({"R28"})),
    "unit.read": ("查看组织机构", STAFF),
    "unit.manage": ("维护组织机构", frozenset({"R28"})),
    "user.manage": ("管理用户、岗位、密码和锁定", frozenset({"R28"})),
    "audit.read": ("查看账号与登录的审计记录", frozenset({"R16", "R28"})),
}


def granted_to(roles: Iterable[str]) -> frozenset[str]:
    """All permissions of somebody who holds these roles. What every role may do, also somebody without a post may."""
    held = frozenset(roles)
    return frozenset(name for name, (_, holders) in TABLE.items() if holders & held or holders == EVERYBODY)


def sentence_of(permission: str) -> str:
    return TABLE[permission][0]
