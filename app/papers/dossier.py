"""What a dossier holds, in which order, and what the law keeps out of it.

ARCHIVE is for the archive itself: mediation notes (D07) are in it. OUTSIDE is for courts, other bodies and copies: what
was said in mediation may not be used against anybody later (特邀调解规定 art. 22, 民诉法解释 art. 107), so notes are named
and kept apart. Whereabouts of protected people and sealed reports are in neither and not even named.
"""

from app import clock
from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User
from app.papers import contents, names, store, words
from app.papers.models import Paper

ARCHIVE, OUTSIDE = "ARCHIVE", "OUTSIDE"
PURPOSES = {OUTSIDE: "移送、查阅副本（不含调解笔录）", ARCHIVE: "归档卷宗（含调解笔录）"}
FORMS = {"PDF": "application/pdf", "ZIP": "application/zip"}
LEVELS_IN = {ARCHIVE: ("OPEN", "TERMS", "NOTES"), OUTSIDE: ("OPEN", "TERMS")}
APART = "依法不入卷，单独保管"
NOTES = {
    OUTSIDE: "调解过程中的陈述和让步依法不得在其他程序中使用，调解笔录不随卷移送；依法应当单独保管的其他材料不列入本目录。",
    ARCHIVE: "本卷含调解笔录，仅供归档保管，不得外借、移送；依法应当单独保管的其他材料不列入本目录。",
}
RETENTION = {"SHORT": "短期（5 年）", "LONG": "长期（15 年）", "PERMANENT": "永久"}


def plan(case: Case, papers: list[Paper], form: str, purpose: str, keeper: str, filed: dict) -> dict:
    """What binding.py needs to know. `filed`: what the archive wrote down, if it has: {retention, volumeNo}."""
    wanted = [paper for paper in papers if paper.level in LEVELS_IN[ARCHIVE]]
    ordered = sorted(wanted, key=lambda paper: (words.place_of(paper.code), paper.id))
    return {"form": form, "cover": _cover(case, purpose, keeper, filed), "note": NOTES[purpose],
            "items": [_item(number, paper, purpose) for number, paper in enumerate(ordered, 1)]}


def _item(number: int, paper: Paper, purpose: str) -> dict:
    version = paper.latest
    inside = paper.level in LEVELS_IN[purpose]
    opened = inside and version.may_be_opened
    title = _title(paper) if inside else words.name_of(paper.code or "D07")
    return {"number": f"{number:02}", "title": title, "name": names.safe(f"{title}.", version.content_type),
            "type": version.content_type, "pages": version.pages if opened else None,
            "remark": _remark(paper, version, inside, opened),
            "file": str(store.read(version.sha256)) if opened else None}


def _remark(paper: Paper, version, inside: bool, opened: bool) -> str:  # noqa: FBT001 facts about the paper
    if not inside:
        return APART
    if not opened:
        return "未通过查毒，未收入"
    told = ["签字件"] if paper.kind == "signed" else []
    if version.content_type in (contents.WORD, contents.EXCEL):
        told.append("随卷附件")
    return "，".join(told)


def _title(paper: Paper) -> str:
    named = words.name_of(paper.code) if paper.code else None
    return paper.title if named is None or named == paper.title else f"{named}：{paper.title}"


def _cover(case: Case, purpose: str, keeper: str, filed: dict) -> dict:
    """The cover of the Ministry's form (handbook §7)."""
    unit = db.session.get(OrgUnit, case.committee_id or case.lead_unit_id or 0)
    mediator = db.session.get(User, case.mediator_id or case.handler_id or 0)
    return {
        "organisation": unit.name if unit else "矛盾纠纷化解中心", "heading": "卷  宗" if purpose == ARCHIVE else "卷宗副本",
        "rows": [
            ["卷  名", case.title], ["卷  号", filed.get("volumeNo") or case.agreement_no or case.case_no],
            ["案件编号", case.case_no or ""], ["当事人", "、".join(party.name for party in case.parties)],
            ["调解员", mediator.name if mediator else ""],
            ["调解日期", f"{_day(case.accepted_at or case.registered_at)} 至 {_day(case.closed_at)}"],
            ["立卷人", keeper], ["立卷日期", _day(clock.now())],
            ["保管期限", RETENTION.get(filed.get("retention"), "归档时确定")],
        ],
        "note": NOTES[purpose],
    }


def _day(moment) -> str:
    return f"{clock.local(moment):%Y年%m月%d日}" if moment else "（未办结）"
