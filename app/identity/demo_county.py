"""云溪县, the county nobody lives in (handbook §5): its units and its people, one at least for every role."""

PASSWORD = "yunxi2026"
"""Everybody's; shown on the sign-in page in demo mode only."""

COUNTY = "990121000000"

REGIONS = (
    ("990000000000", "示例省", "PROVINCE", None),
    ("990100000000", "云岭市", "CITY", "990000000000"),
    (COUNTY, "云溪县", "COUNTY", "990100000000"),
    ("990121001000", "东城街道", "TOWN", COUNTY),
    ("990121100000", "清河镇", "TOWN", COUNTY),
    ("990121101000", "白石镇", "TOWN", COUNTY),
    ("990121200000", "松林乡", "TOWN", COUNTY),
    ("990121001001", "东门社区", "VILLAGE", "990121001000"),
    ("990121001002", "和平里社区", "VILLAGE", "990121001000"),
    ("990121100200", "上河村", "VILLAGE", "990121100000"),
    ("990121100201", "下河村", "VILLAGE", "990121100000"),
    ("990121101200", "石桥村", "VILLAGE", "990121101000"),
    ("990121200200", "松岭村", "VILLAGE", "990121200000"),
)

OFFICES = {
    "常驻": "县委政法委 信访局 法院 检察院 公安局 司法局 人社局",
    "轮驻": "住建局 自然资源局 农业农村局 卫健局 市场监管局 民政局 教育局 城管局 交通局",
    "随驻": "生态环境局 文旅局 水利局 林业局 金融监管局 退役军人局 税务局 应急局",
    "群团": "总工会 团委 妇联 工商联 残联 法学会",
}

COUNTY_COMMITTEES = (
    "县人民调解委员会 县医调委 县道交调委会 县物业调委会 县劳动争议调委会 县消费调委会 县婚姻家庭调委会 "
    "县劳动人事争议调解中心 县行政争议调解中心 县综治中心诉调对接工作室 县商事调解中心"
)

ORGANISATIONS = "党委政府督查室 法律援助中心 云溪律师事务所 云溪县公证处 心理服务室 专家库 12345热线 专家库医疗组 专家库建设组"

PEOPLE = (
    ("zhou.min", "周敏", (("R01", "县综治中心"),)),
    ("lin.fang", "林芳", (("R02", "县综治中心"),)),
    ("chen.yu", "陈宇", (("R03", "县综治中心"),)),
    ("wang.jianguo", "王建国", (("R13", "上河村"), ("R05", "上河村"), ("R04", "上河村"), ("R10", "上河村"))),
    ("li.xiulan", "李秀兰", (("R04", "上河村"),)),
    ("bai.lu", "白露", (("R12", "上河村"), ("R12", "上河村第一网格"))),
    ("zhao.gang", "赵刚", (("R14", "清河镇"),)),
    ("sun.li", "孙莉", (("R05", "清河镇"), ("R04", "清河镇"), ("R10", "清河镇"))),
    ("gao.yuan", "高远", (("R15", "县综治中心"),)),
    ("xu.jing", "徐静", (("R16", "县综治中心"),)),
    ("he.ping", "何平", (("R24", "县综治中心"),)),
    ("tang.wen", "唐雯", (("R25", "县综治中心"),)),
    ("ma.chao", "马超", (("R08", "公安局"),)),
    ("luo.dan", "罗丹", (("R07", "法院"), ("R07", "县综治中心诉调对接工作室"))),
    ("qian.wei", "钱伟", (("R10", "人社局"),)),
    ("feng.lei", "冯磊", (("R11", "人社局"),)),
    ("deng.hua", "邓华", (("R18", "专家库"),)),
    ("shi.yan", "石岩", (("R22", "县委政法委"),)),
    ("niu.ben", "牛犇", (("R27", "县综治中心"),)),
    ("admin", "系统管理员", (("R28", "县综治中心"),)),
    ("wu.mei", "吴梅", (("R14", "白石镇"),)),
    ("yan.jun", "严军", (("R13", "石桥村"), ("R05", "石桥村"), ("R04", "石桥村"))),
    ("fang.yun", "方云", (("R06", "县医调委"), ("R05", "县医调委"))),
    ("he.tao", "贺涛", (("R06", "县道交调委会"), ("R05", "县道交调委会"))),
    ("luo.jin", "罗锦", (("R05", "县劳动人事争议调解中心"), ("R06", "县劳动人事争议调解中心"))),
    ("zhuang.yi", "庄毅", (("R06", "县行政争议调解中心"),)),
    ("jiang.nan", "江楠", (("R05", "县人民调解委员会"), ("R04", "县人民调解委员会"))),
    ("xie.qin", "谢琴", (("R09", "信访局"),)),
    ("dong.jie", "董杰", (("R10", "住建局"),)),
    ("pan.hong", "潘红", (("R11", "住建局"),)),
    ("ye.qing", "叶青", (("R17", "专家库"),)),
    ("yuan.bo", "袁博", (("R17", "专家库"),)),
    ("shen.yi", "沈毅", (("R17", "专家库"),)),
    ("kong.jie", "孔洁", (("R17", "专家库医疗组"),)),
    ("meng.fan", "孟凡", (("R17", "专家库建设组"),)),
    ("lu.ming", "陆鸣", (("R19", "云溪律师事务所"),)),
    ("ding.ning", "丁宁", (("R20", "县消费调委会"), ("R05", "县消费调委会"), ("R06", "县消费调委会"))),
    ("cui.lin", "崔琳", (("R21", "法律援助中心"),)),
    ("cheng.hao", "程浩", (("R23", "党委政府督查室"),)),
    ("yu.dan", "余丹", (("R26", "县综治中心"),)),
    ("huang.guilan", "黄桂兰", (("R29", "上河村"),)),
    ("hotline", "12345热线平台", (("R30", "12345热线"),)),
    ("su.wan", "苏婉", (("R31", "心理服务室"),)),
    ("tian.mu", "田牧", (("R13", "下河村"), ("R05", "下河村"), ("R04", "下河村"))),
    ("guo.feng", "郭峰", (("R13", "东门社区"), ("R05", "东门社区"), ("R04", "东门社区"))),
    ("mei.xiang", "梅香", (("R13", "和平里社区"), ("R05", "和平里社区"), ("R04", "和平里社区"))),
    ("song.he", "宋禾", (("R13", "松岭村"), ("R05", "松岭村"), ("R04", "松岭村"))),
    ("qin.chuan", "秦川", (("R14", "东城街道"), ("R05", "东城街道"), ("R04", "东城街道"))),
    ("shao.bo", "邵波", (("R14", "松林乡"), ("R05", "松林乡"), ("R04", "松林乡"))),
    ("wei.lan", "魏兰", (("R05", "白石镇"), ("R04", "白石镇"))),
    ("gu.cheng", "顾诚", (("R10", "司法局"), ("R11", "司法局"))),
    ("min.hui", "闵慧", (("R10", "民政局"), ("R11", "民政局"))),
    ("bao.qin", "包琴", (("R10", "妇联"), ("R11", "妇联"))),
    ("ren.jie", "任杰", (("R10", "残联"), ("R11", "残联"))),
    ("tu.mu", "屠牧", (("R10", "自然资源局"), ("R11", "自然资源局"))),
    ("nong.qi", "农琪", (("R10", "农业农村局"), ("R11", "农业农村局"))),
    ("wei.kang", "卫康", (("R10", "卫健局"), ("R11", "卫健局"))),
    ("shi.jian", "施坚", (("R10", "市场监管局"), ("R11", "市场监管局"))),
    ("gong.hui", "龚辉", (("R10", "总工会"), ("R11", "总工会"))),
    ("lan.tian", "蓝天", (("R10", "生态环境局"), ("R11", "生态环境局"))),
    ("jian.ping", "简平", (("R10", "检察院"), ("R11", "检察院"))),
    ("shang.lian", "尚廉", (("R10", "工商联"), ("R11", "工商联"))),
    ("bao.ning", "包宁", (("R06", "县物业调委会"), ("R05", "县物业调委会"))),
    ("jin.cheng", "金诚", (("R06", "县商事调解中心"), ("R05", "县商事调解中心"))),
    ("xu.ning", "许宁", (("R20", "县综治中心诉调对接工作室"), ("R05", "县综治中心诉调对接工作室"), ("R06", "县综治中心诉调对接工作室"))),
)
"""(user name, name, posts). wu.mei and yan.jun are the officers of another unit, who must see nothing of 上河村."""


def people() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """PEOPLE with the posts that follow: who mediates or leads in a village or town does so in its committee."""
    places = {name for _, name, level, _ in REGIONS if level in ("TOWN", "VILLAGE")}
    return [(username, name, [*posts, *((role, f"{unit}人民调解委员会") for role, unit in posts
                                        if unit in places and role in ("R04", "R05", "R10", "R13"))])
            for username, name, posts in PEOPLE]


def units() -> list[tuple[str, str, str, str, str, str | None, str | None]]:
    """(code, name, kind, level, region code, code of the unit above, residency), parents first."""
    rows = [(code, name, "REGION", level, code, above, None) for code, name, level, above in REGIONS]
    rows.append((f"{COUNTY}-ZX", "县综治中心", "CENTRE", "COUNTY", COUNTY, COUNTY, "常驻"))
    for residency, names in OFFICES.items():
        rows += _in_county(names, "OFFICE", f"{'常轮随群'.index(residency[0]) + 1}", residency)
    rows += _in_county(COUNTY_COMMITTEES, "COMMITTEE", "5", "社会")
    rows += _in_county(ORGANISATIONS, "ORGANISATION", "6", "社会")
    for code, name, level, _above in REGIONS:
        if level in ("TOWN", "VILLAGE"):
            rows.append((f"{code}-TJ", f"{name}人民调解委员会", "COMMITTEE", level, code, code, None))
        if level == "VILLAGE":
            rows.append((f"{code}001", f"{name}第一网格", "GRID", "GRID", code, code, None))
    return rows


def _in_county(names: str, kind: str, group: str, residency: str) -> list[tuple]:
    return [(f"{COUNTY}-{group}{number:02}", name, kind, "COUNTY", COUNTY, COUNTY, residency)
            for number, name in enumerate(names.split(), 1)]
