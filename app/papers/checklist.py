"""The dossier's check-list (卷宗目录): what DMN-11 asks of this case, what is there, what is missing.

A line is satisfied by a file. What the process noted as produced, or what a task's form holds, counts as noted: the
archivist has to confirm that the signed original is there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from app.cases.models import Case, CaseClock, TimelineEntry
from app.db import db
from app.engine import dmn
from app.instances.models import Instance
from app.papers import permissions, words
from app.papers.models import Paper
from app.processes import queries as processes
from app.worklist.models import HumanTask

TABLE = "dmn_documents"
REQUIRED = "必须"
MADE_WHEN_ARCHIVED = "D28"
ENDINGS = ("AGREED_WRITTEN", "AGREED_ORAL", "SETTLED", "FAILED", "GUIDED")


@dataclass(frozen=True)
class Line:
    """`state`: SIGNED a signed copy, FILE, APART kept apart from this reader, NOTED in the process, MISSING, NONE."""

    code: str
    name: str
    required: bool
    state: str
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Found:
    """What there is: papers by code, and codes that the process noted."""

    papers: Mapping[str, tuple[Paper, ...]]
    noted: frozenset[str]

    def words_for(self, code: str) -> str | None:
        """What the archivist reads; None when nothing is there."""
        papers = self.papers.get(code, ())
        if papers:
            signed = sum(paper.kind == "signed" for paper in papers)
            return f"电子件 {len(papers)} 份" + (f"，其中签字件 {signed} 份" if signed else "")
        if code == MADE_WHEN_ARCHIVED:
            return "归档时由系统生成"
        return "流程已记载，请核对签字原件" if code in self.noted else None


def lines(case: Case, actor) -> list[Line]:
    """The check-list as this person may see it, in the order of the dossier; files that the table does not ask for follow."""
    found, seen = found_of(case), permissions.levels_for(case, actor)
    asked = {row["docCode"]: row for row in asked_of(case)}
    more = [code for code in found.papers if code not in asked and any(p.level in seen for p in found.papers[code])]
    return [_line(code, asked.get(code), found, seen) for code in sorted([*asked, *more], key=words.place_of)]


def asked_of(case: Case) -> list[dict]:
    """[{docCode, docName, requiredness}]: DMN-11 over what the case's record says now."""
    table = _table(_digest(case.id))
    return list(dmn.decide(table, _facts(case)).outputs or ()) if table else []


def found_of(case: Case) -> Found:
    """Everything in the dossier, confidential papers included: for counting, never for showing."""
    papers: dict[str, tuple[Paper, ...]] = {}
    for paper in db.session.scalars(sa.select(Paper).where(
            Paper.case_id == case.id, Paper.withdrawn_at.is_(None), Paper.code.is_not(None)).order_by(Paper.id)):
        papers[paper.code] = (*papers.get(paper.code, ()), paper)
    return Found(papers, _noted(case.id))


def checked(case: Case, asked: Iterable[Mapping], earlier: Iterable[Mapping]) -> dict:
    """What `dossier.check` tells the archive: the list with what was found, and what of it is missing.

    `asked`: [{docCode, docName, requiredness}]; `earlier`: the same rows with `state` and `reason` of a former check.
    """
    found, before = found_of(case), {row.get("docCode"): row for row in earlier}
    rows = [_checked(row, before.get(row["docCode"], {}), found) for row in asked]
    missing = [row["docName"] for row in rows if row["requiredness"] == REQUIRED and row["found"] is None]
    pages = sum(paper.latest.pages or 1 for papers in found.papers.values() for paper in papers)
    return {"pages": pages or None, "dossier": [{key: row[key] for key in ("docCode", "docName", "requiredness", "found")} for row in rows],
            "documentList": rows, "missing": missing, "complete": not missing}


def _checked(row: Mapping, before: Mapping, found: Found) -> dict:
    told = found.words_for(row["docCode"])
    state = before.get("state")
    if row["docCode"] in found.papers and state in (None, "MISSING"):
        state = "PRESENT"
    return {"docCode": row["docCode"], "docName": row["docName"], "requiredness": row["requiredness"], "found": told,
            "state": state, "reason": before.get("reason")}


def _line(code: str, asked: Mapping | None, found: Found, seen: frozenset[str]) -> Line:
    papers = found.papers.get(code, ())
    open_to_them = tuple(paper for paper in papers if paper.level in seen)
    required = bool(asked) and asked["requiredness"] == REQUIRED
    return Line(code, words.called_by_the_centre(code, asked["docName"]) if asked else words.name_of(code), required,
                _state(code, papers, open_to_them, found, required), open_to_them)


def _state(code: str, papers: tuple, open_to_them: tuple, found: Found, required: bool) -> str:  # noqa: FBT001 a fact
    if open_to_them:
        return "SIGNED" if any(paper.kind == "signed" for paper in open_to_them) else "FILE"
    if any(paper.level in ("TERMS", "NOTES") for paper in papers):
        return "APART"
    if code in found.noted:
        return "NOTED"
    return "MISSING" if required and code != MADE_WHEN_ARCHIVED else "NONE"


def _noted(case_id: int) -> frozenset[str]:
    details = db.session.scalars(sa.select(TimelineEntry.details).where(
        TimelineEntry.case_id == case_id, TimelineEntry.kind == "DOCUMENT"))
    done = set(_tasks_done(case_id))
    typed = {code for code, document in words.documents().items() if done.intersection(document.tasks)}
    return frozenset({each["code"] for each in details if each and each.get("code")} | typed)


def _tasks_done(case_id: int):
    return db.session.scalars(sa.select(HumanTask.element).where(
        HumanTask.case_id == case_id, HumanTask.status == "DONE").distinct())


def _facts(case: Case) -> dict:
    """The inputs of DMN-11 (handbook §11), from the record; a case without a result is asked for no ending."""
    noted = _noted(case.id)
    ended = "AGREED_WRITTEN" if case.result == "PARTIAL" else case.result
    return {
        "route": case.route or "PEOPLE", "result": ended if ended in ENDINGS else None,
        "hasAgent": any(party.agent for party in case.parties), "investigated": "D05" in noted,
        "industry": case.industry or "NONE", "supervised": bool(case.supervise_level or case.urge_count),
        "extended": "D17" in noted or _was_extended(case.id), "appraised": "D16" in noted, "jcApplied": "D15" in noted,
        "immediate": case.performance == "IMMEDIATE",
    }


def _was_extended(case_id: int) -> bool:
    return db.session.scalar(sa.select(CaseClock.id).where(
        CaseClock.case_id == case_id, CaseClock.extensions > 0).limit(1)) is not None


def _digest(case_id: int) -> str | None:
    """The bundle that the case runs on, or the present one."""
    own = db.session.scalar(sa.select(Instance.digest).where(Instance.case_id == case_id).order_by(Instance.id).limit(1))
    return own or processes.active_digest_or_none()


@lru_cache(maxsize=16)
def _table(digest: str | None):
    return processes.bundle(digest).decisions.get(TABLE) if digest else None
