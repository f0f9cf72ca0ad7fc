"""The roles of the handbook (§5.3): candidate groups of the diagrams and keys of the permission table."""

from typing import NamedTuple


class Role(NamedTuple):
    id: str
    key: str
    name: str


ROLES = {
    role.id: role
    for role in (
        Role("R01", "window_officer", "综合窗口受理员"),
        Role("R02", "triage_officer", "分流研判员"),
        Role("R03", "case_manager", "跟办员"),
        Role("R04", "people_mediator", "人民调解员"),
        Role("R05", "committee_head", "调委会主任"),
        Role("R06", "industry_mediator", "行业专职调解员"),
        Role("R07", "court_liaison", "诉调对接员"),
        Role("R08", "police_liaison", "警调对接民警"),
        Role("R09", "petition_liaison", "访调对接员"),
        Role("R10", "dept_handler", "承办单位经办人"),
        Role("R11", "dept_leader", "承办单位负责人"),
        Role("R12", "grid_worker", "网格员"),
        Role("R13", "village_head", "村（社区）书记"),
        Role("R14", "town_director", "镇街综治中心主任"),
        Role("R15", "center_director", "县综治中心主任"),
        Role("R16", "supervisor", "督办员"),
        Role("R17", "expert", "专家库成员"),
        Role("R18", "chief_legal_expert", "首席法律咨询专家"),
        Role("R19", "invited_participant", "特邀参与人"),
        Role("R20", "third_party_org", "第三方调解组织管理员"),
        Role("R21", "legal_aid_officer", "法律援助受理员"),
        Role("R22", "plc_leader", "政法委领导"),
        Role("R23", "pg_inspector", "党委政府督查室"),
        Role("R24", "callback_officer", "回访评价员"),
        Role("R25", "archivist", "档案员"),
        Role("R26", "appraiser", "考核统计员"),
        Role("R27", "process_designer", "流程设计员"),
        Role("R28", "sys_admin", "系统管理员"),
        Role("R29", "party", "当事人"),
        Role("R30", "channel_system", "外部渠道账号"),
        Role("R31", "counselor", "心理咨询师"),
    )
}

OUTSIDERS = frozenset({"R29", "R30"})
"""Parties and outside systems: they sign in or post messages, but are not staff."""

STAFF = frozenset(ROLES) - OUTSIDERS


def name_of(role: str) -> str:
    """The Chinese name, or the id itself when a diagram names a role nobody knows."""
    return ROLES[role].name if role in ROLES else role
