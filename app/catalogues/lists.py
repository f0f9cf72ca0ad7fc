"""What each list is: its name, what an entry holds besides code and name, and who may be told of an event."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Field:
    """A setting of an entry. kind: text, number, choice or yes."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    longest: int = 60
    needed: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class List:
    """`code_pattern`: codes that may be added, None where the system or the diagrams give them. `code_hint` says so."""

    key: str
    title: str
    sentence: str
    icon: str
    fields: tuple[Field, ...] = ()
    code_pattern: str | None = None
    code_hint: str = ""

    @property
    def grows(self) -> bool:
        return self.code_pattern is not None


CATEGORIES = {"PROACTIVE": "主动调解", "APPLIED": "依申请调解", "COURT": "法院委派委托", "PROCURATORATE": "检察院移送",
              "POLICE": "公安机关移送", "PETITION": "信访部门移送", "OTHER": "其他部门移送"}
"""The sources that the statutory report counts (handbook §6.2)."""

_LEAD = Field("leadDept", "牵头部门", hint="研判派单时作参考，多个部门用“+”连接。")
_ALL = (
    List("dispute-types", "纠纷类型", "登记和研判时选的类型，按司法部人民调解统计的 18 类，可以增加。", "folder", (_LEAD,),
         r"\d{2}", "两位数字，例如 18"),
    List("zz-types", "综治分类", "综治系统的两级分类，研判时选。", "list-details",
         (Field("group", "一级分类", longest=20), _LEAD), r"\d{4}", "四位数字，前两位是一级分类，例如 0602"),
    List("channels", "来源渠道", "纠纷从哪里来，登记时选；统计报表按这里的归类。", "inbox",
         (Field("category", "统计归类", "choice", choices=CATEGORIES, needed=True),
          Field("needsReference", "要填外部单号", "yes", hint="对方系统的工单号、案号或函号。"),
          Field("hint", "登记表上的叫法", hint="不填就用名称。")),
         r"[A-Z][A-Z0-9_]{2,15}", "3 至 16 个大写字母、数字或下划线，例如 WECHAT"),
    List("documents", "文书目录", "卷宗里有哪些文书，何时必须有，在哪里签。", "file-text",
         (Field("required", "要求", "choice", choices={"必须": "必须", "按需": "按需"}, needed=True,
                hint="写给办案人看的说明。卷宗里必须有哪些，由决策表“卷宗材料清单”决定，在“流程设计”里改。"),
          Field("when", "什么情况", hint="什么样的案件要有这份文书；也是说明，由同一张决策表判断。"),
          Field("template", "模板的叫法", hint="只是叫法。生成文书用哪个 Word 文件，看“Word 模板”一栏，也在那里更换。"),
          Field("signedAt", "在哪里签、谁签")),
         r"D\d{2,3}", "字母 D 加两三位数字，例如 D60"),
    List("thresholds", "参数", "亮灯、催办、调解、考核等用到的数字。办理时限在时限目录里改。", "adjustments",
         (Field("value", "数值", "number", needed=True),)),
    List("notices", "通知", "办理到每一步时通知谁、用什么方式。", "bell",
         (Field("sms", "给当事人的短信", longest=200),)),
)
LISTS: dict[str, List] = {one.key: one for one in _ALL}

AUDIENCES = {"parties": "当事人", "channel": "来源渠道", "handler": "承办人", "mediator": "调解员", "unit": "承办单位负责人",
             "caseManager": "跟办员", "R02": "分流研判员", "R15": "中心主任", "R14": "镇街中心主任", "R16": "督办员",
             "R08": "警调对接民警", "R07": "诉调对接员", "R22": "政法委领导", "R23": "党委政府督查室", "others": "其他岗位"}
OUTSIDE = {"parties": "短信", "channel": "回复原平台"}
"""Who is no user, and how they are told. Staff always find a notice in the system; they may be told in other ways as well."""
TOLD = {"ALWAYS": "一律通知", "NAMED": "流程图点名时通知", "NEVER": "不通知"}
EXTRA = {"SMS": "短信", "PHONE": "电话"}
PLACEHOLDERS = {"案号": "案号", "通知": "系统拟好的通知全文", "单位": "承办单位", "承办人": "承办人姓名", "电话": "承办人电话",
                "到期日": "办理期限"}
"""What a short message may contain in braces: {案号}."""


def told(settings: Mapping, audience: str) -> tuple[str, list[str]]:
    """("ALWAYS", ["PHONE"]): whether an audience of an event is told and how besides; what is not said is "NAMED"."""
    said = settings.get("audiences", {}).get(audience, {})
    return said.get("told", "NAMED"), list(said.get("by", ()))
