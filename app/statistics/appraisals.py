"""The appraisal of a county's units for one month: inputs of DMN-16, points, adjustments, objections (handbook §9.2)."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app import clock, observe
from app.cases import catalogue
from app.cases.models import Case
from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.identity.models import OrgUnit
from app.instances import actions as instances
from app.notifications import actions as notifications
from app.statistics import lines, period, places, reports, rules
from app.statistics.models import Appraisal, Milestone, MonthlyReport
from app.worktime import rules as days
from app.worktime.queries import calendar_for

WINDOW, OBJECTION = "T_APPRAISAL_OBJECTION", "msg_objection"
HEADS = frozenset({"R05", "R11", "R13", "R14", "R20"})
"""Who speaks for a unit."""
INPUTS = {"onTimeRate": "按期办结率", "signOnTimeRate": "按时签收率", "resolveRate": "化解率", "satisfyRate": "满意率",
          "yellowCards": "黄牌", "redCards": "红牌", "pgSupervised": "党委政府督办", "falseFeedback": "虚假反馈",
          "wrongReject": "退单不成立", "reopened": "重新办理", "escalatedToCrime": "应发现未报告的民转刑",
          "fileDefectRate": "卷宗缺陷率", "hardCasesSolved": "化解疑难复杂"}


def inputs_of_units(report: MonthlyReport, escalated: Iterable[Mapping] = ()) -> list[dict]:
    """[{unit, name, onTimeRate, …}] for every unit that had something to do in the month."""
    month = period.of(report.month)
    counted, hard = _counted(month, report.region_prefix), _hard_solved(month, report.region_prefix)
    crimes = {int(row["unit"]): int(row["count"]) for row in escalated or ()}
    units = db.session.execute(sa.select(OrgUnit.id, OrgUnit.name).where(
        OrgUnit.id.in_({unit for unit, _, _ in counted} | set(crimes))).order_by(OrgUnit.region_code, OrgUnit.id))
    return [{"unit": unit, "name": name, **_inputs(unit, counted), "hardCasesSolved": hard.get(unit, 0),
             "escalatedToCrime": crimes.get(unit, 0)} for unit, name in units]


def draft(report: MonthlyReport, inputs: Iterable[Mapping], points: Iterable[Mapping]) -> None:
    """Keep what the table gave each unit."""
    given = {int(row["unit"]): float(row["points"]) for row in points}
    for row in inputs:
        kept = {name: row.get(name) for name in INPUTS}
        made = Appraisal(report_id=report.id, unit_id=int(row["unit"]), unit_name=row["name"], month=report.month, inputs=kept,
                         points=given.get(int(row["unit"]), 0), adjust=0, score=0, grade="")
        _settle(made)
        db.session.add(made)
    db.session.flush()


def announce(report: MonthlyReport, adjusts: Iterable[Mapping], region_code: str) -> str:
    """Adjust, tell the units, open the window for objections; returns when it ends, as ISO text."""
    of_units = {row.unit_id: row for row in of_report(report.id)}
    for row in adjusts or ():
        appraisal = of_units.get(int(row["unit"]))
        if appraisal is None:
            raise Invalid("调整的单位不在本月考核之列，请重新选择。", errors={"adjusts": ["单位不在本月考核之列"]})
        appraisal.adjust, appraisal.adjust_reason = float(row["points"]), row["reason"][:500]
        _settle(appraisal)
    kind = catalogue.kind_of(WINDOW)
    report.objections_until = days.add(calendar_for(region_code), clock.now(), kind.limit, kind.unit)
    report.status = "APPRAISED"
    for appraisal in of_units.values():
        notifications.tell_heads(appraisal.unit_id, "INFO", (
            f"{period.of(report.month).words}考核初评：{appraisal.score:g} 分，{appraisal.grade}。有异议请在 "
            f"{clock.local(report.objections_until):%m月%d日 %H:%M} 前提出。"))
    db.session.flush()
    return clock.local(report.objections_until).isoformat(timespec="minutes")


def object_to(appraisal: Appraisal, reason: str, actor) -> None:
    """A unit objects, once, while the window is open. Raises Forbidden, Conflict, Invalid."""
    report = reports.report_with_id(appraisal.report_id)
    if not speaks_for(actor, appraisal.unit_id):
        raise Forbidden("只有本单位负责人可以对本单位的考核提出异议。")
    if report.status != "APPRAISED" or clock.now() >= report.objections_until:
        raise Conflict("考核异议期已过，或者考核还没有告知各单位，现在不能提异议。")
    if appraisal.objected_at is not None:
        raise Conflict(f"{appraisal.objected_by}已经代表本单位提出过异议，请等待处理结果。")
    if not 10 <= len(reason.strip()) <= 500:
        raise Invalid(errors={"reason": ["请写明异议理由，10 到 500 字。"]})
    appraisal.objection, appraisal.objected_by, appraisal.objected_at = reason.strip(), actor.name, clock.now()
    db.session.flush()
    instances.deliver_to(report.instance_id, OBJECTION, {}, actor)
    observe.instrument("appraisal.objected", unit=appraisal.unit_id, month=appraisal.month, by=actor.id)


def next_objection(report: MonthlyReport) -> Appraisal | None:
    """The oldest objection that nobody has decided."""
    return db.session.scalar(sa.select(Appraisal).where(
        Appraisal.report_id == report.id, Appraisal.objected_at.is_not(None), Appraisal.decided_at.is_(None)
    ).order_by(Appraisal.objected_at, Appraisal.id).limit(1))


def decide(report: MonthlyReport, unit_id: int, accepted: bool, points: float, reason: str) -> None:  # noqa: FBT001 the verdict
    """The director's word on an objection; the unit is told."""
    appraisal = next(row for row in of_report(report.id) if row.unit_id == unit_id)
    appraisal.accepted, appraisal.decision_reason, appraisal.decided_at = accepted, reason[:500], clock.now()
    if accepted:
        appraisal.adjust += points
        _settle(appraisal)
    db.session.flush()
    verdict = f"成立，得分改为 {appraisal.score:g} 分" if accepted else "不成立，维持初评"
    notifications.tell_heads(unit_id, "INFO", f"{period.of(report.month).words}考核异议{verdict}：{reason}")


def of_report(report_id: int) -> list[Appraisal]:
    return list(db.session.scalars(sa.select(Appraisal).where(Appraisal.report_id == report_id)
                                   .order_by(Appraisal.score.desc(), Appraisal.unit_id)))


def of_units(unit_ids: Iterable[int]) -> sa.Select:
    """Appraisals that these units may see: from the moment they were told."""
    return (sa.select(Appraisal, MonthlyReport).join(MonthlyReport, MonthlyReport.id == Appraisal.report_id)
            .where(Appraisal.unit_id.in_(list(unit_ids)), MonthlyReport.status.in_(("APPRAISED", "PUBLISHED")))
            .order_by(Appraisal.month.desc(), Appraisal.unit_id))


def speaks_for(actor, unit_id: int) -> bool:
    return unit_id in {post.unit_id for post in actor.posts_as(HEADS)}


def in_words(appraisal: Appraisal) -> str:
    """What the points were given for, in one line; a rate of nought costs points, so it is told, too."""
    known = {name: value for name, value in appraisal.inputs.items() if value or (value is not None and name.endswith("Rate"))}
    told = [f"{label} {_share(name, known[name])}" for name, label in INPUTS.items() if name in known]
    return "、".join(told) or "本月没有计分情况"


def _settle(appraisal: Appraisal) -> None:
    appraisal.score = rules.BASE + appraisal.points + appraisal.adjust
    appraisal.grade = lines.grade_of(appraisal.score)
    appraisal.interview = not lines.is_passed(appraisal.score) and _failed_before(appraisal)


def _failed_before(appraisal: Appraisal) -> bool:
    score = db.session.scalar(sa.select(Appraisal.score).where(
        Appraisal.unit_id == appraisal.unit_id, Appraisal.month == period.of(appraisal.month).before.text))
    return score is not None and not lines.is_passed(score)


def _counted(month: period.Period, prefix: str) -> dict[tuple, tuple[int, int, int, int]]:
    """{(unit, kind, label): (how many, good, on time, bad)} of one month."""
    label = sa.case((Milestone.kind == "SLIP", Milestone.label), else_=None)
    found = db.session.execute(
        sa.select(Milestone.unit_id, Milestone.kind, label, sa.func.count(),
                  _how_many(Milestone.good.is_(sa.true())), _how_many(Milestone.on_time.is_(sa.true())),
                  _how_many(Milestone.good.is_(sa.false())))
        .where(*_within(month, prefix)).group_by(Milestone.unit_id, Milestone.kind, label))
    return {(unit, kind, told): tuple(map(int, numbers)) for unit, kind, told, *numbers in found}


def _how_many(condition):
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _hard_solved(month: period.Period, prefix: str) -> dict[int, int]:
    return dict(map(tuple, db.session.execute(
        sa.select(Milestone.unit_id, sa.func.count()).join(Case, Case.id == Milestone.case_id)
        .where(*_within(month, prefix), Milestone.kind == "CLOSED", Milestone.good.is_(sa.true()), Case.complexity.in_(rules.HARD))
        .group_by(Milestone.unit_id))))


def _within(month: period.Period, prefix: str) -> tuple:
    county = places.Place(0, "", prefix)
    return (Milestone.at >= month.start, Milestone.at < month.end, Milestone.revoked_at.is_(None),
            Milestone.unit_id.is_not(None), county.holds(Milestone))


def _inputs(unit: int, counted: Mapping) -> dict:
    """An objection nobody has ruled on yet counts for nothing."""

    def of(kind: str, label: str | None = None) -> tuple[int, int, int, int]:
        return counted.get((unit, kind, label), (0, 0, 0, 0))

    closed, archived, objected = of("CLOSED"), of("ARCHIVED"), of("OBJECTED")
    return {
        "onTimeRate": rules.rate(closed[2], closed[0]), "signOnTimeRate": rules.rate(of("DISPATCHED")[1], of("DISPATCHED")[0]),
        "resolveRate": rules.rate(closed[1], closed[0]), "satisfyRate": rules.rate(of("RATED")[1], of("RATED")[0]),
        "yellowCards": of("SLIP", "SUPERVISE_L2")[0], "redCards": of("SLIP", "SUPERVISE_L3")[0],
        "pgSupervised": of("SLIP", "SUPERVISE_L4")[0], "falseFeedback": of("FALSE")[0], "reopened": of("REOPENED")[0],
        "wrongReject": objected[3],
        "fileDefectRate": rules.rate(archived[0] - archived[1], archived[0])}


def _share(name: str, value) -> str:
    return f"{value * 100:.1f}%" if name.endswith("Rate") else f"{value:g}"
