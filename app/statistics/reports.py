"""The monthly report: computed, corrected, frozen when signed. Corrections stand beside the figures, never in their place."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm.attributes import get_history

from app import clock, observe
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.identity.models import OrgUnit
from app.statistics import figures, period, places, rules
from app.statistics.models import MonthlyReport, ReportAdjustment
from app.statistics.period import Period

STATUSES = {"COMPUTED": "核对中", "SIGNED": "已签发", "APPRAISED": "考核异议期", "PUBLISHED": "已公布"}
LOOKED_BACK_AT = 3
"""How many signed months before are counted again when a new one is computed."""


class FiguresAreFrozen(RuntimeError):
    """Somebody tried to rewrite the figures of a signed month."""


def report_with_id(report_id: int) -> MonthlyReport:
    found = db.session.get(MonthlyReport, int(report_id))
    if found is None:
        raise NotFound("没有找到这份月报。")
    return found


def compute(report: MonthlyReport) -> None:
    """Count the month, and look whether the months signed lately still count the same."""
    if report.status != "COMPUTED":
        raise Conflict("这份月报已经签发，数字已冻结；更正请写在下一期月报的核对里。")
    place = _place(report)
    report.figures, report.computed_at = figures.compute(period.of(report.month), place), clock.now()
    for earlier in signed_before(report):
        _count_again(earlier, place)
    db.session.flush()
    observe.instrument("report.computed", month=report.month, unit=report.unit_id)


def correct(report: MonthlyReport, corrections: Iterable[Mapping], note: str | None, actor) -> None:
    """Corrections with reasons, to this month or, by `month`, to one that was signed before."""
    report.note = note or report.note
    for row in corrections or ():
        meant = _named(report, row.get("month"))
        if row["key"] not in rules.BY_NAME:
            raise Invalid(f"没有名为“{row['key']}”的指标。")
        adjust(meant, row["key"], float(row["value"]), row["reason"], actor)


def adjust(report: MonthlyReport, key: str, after: float | None, reason: str, actor) -> None:
    """Write a correction down; one that changes nothing is not written."""
    before = current(report).get(key)
    if before != after:
        db.session.add(ReportAdjustment(report_id=report.id, key=key, before=before, after=after, reason=reason[:500],
                                        at=clock.now(), by_name=actor.name if actor else "系统"))
        db.session.flush()


def freeze(report: MonthlyReport, signature: str, actor) -> None:
    """Signed: from now on the figures stay as they are."""
    report.status, report.signature, report.signed_by = "SIGNED", signature, actor.name if actor else signature
    report.signed_at = clock.now()
    db.session.flush()
    observe.instrument("report.signed", month=report.month, unit=report.unit_id)


def publish(report: MonthlyReport) -> None:
    report.status, report.published_at = "PUBLISHED", clock.now()
    db.session.flush()


def current(report: MonthlyReport) -> dict:
    """The figures with their corrections, the last one of each key."""
    return {**(report.figures or {}), **{row.key: row.after for row in adjustments(report)}}


def adjustments(report: MonthlyReport) -> list[ReportAdjustment]:
    return list(db.session.scalars(sa.select(ReportAdjustment).where(ReportAdjustment.report_id == report.id)
                                   .order_by(ReportAdjustment.id)))


def signed_before(report: MonthlyReport) -> list[MonthlyReport]:
    """The months signed lately, newest first."""
    return list(db.session.scalars(
        sa.select(MonthlyReport).where(MonthlyReport.unit_id == report.unit_id, MonthlyReport.month < report.month,
                                       MonthlyReport.signed_at.is_not(None))
        .order_by(MonthlyReport.month.desc()).limit(LOOKED_BACK_AT)))


def of_month(unit_id: int, month: str) -> MonthlyReport | None:
    return db.session.scalar(sa.select(MonthlyReport).where(MonthlyReport.unit_id == unit_id, MonthlyReport.month == month))


def differences(report: MonthlyReport) -> list[dict]:
    """A row for each number: now, corrected, the month and the year before, in words."""
    month, place = period.of(report.month), _place(report)
    before, year = _known(report.unit_id, month.before, place), _known(report.unit_id, month.a_year_before, place)
    corrected = {row.key: row.after for row in adjustments(report)}
    return [{"key": key.name, "label": key.label, "now": words(key, report.figures.get(key.name)),
             "corrected": words(key, corrected[key.name]) if key.name in corrected else "",
             "before": words(key, before.get(key.name)), "yearBefore": words(key, year.get(key.name)),
             "change": _change(key, report.figures.get(key.name), before.get(key.name))} for key in rules.KEYS]


def words(key: rules.Key, number: float | None) -> str:
    """96.50%, 12件; a dash where there is nothing to count."""
    if number is None:
        return "—"
    return f"{number * 100:.2f}%" if key.unit == "%" else f"{number:g}{key.unit}"


def _change(key: rules.Key, now: float | None, before: float | None) -> str:
    if now is None or before is None:
        return "—"
    change = now - before
    return f"{change * 100:+.2f}个百分点" if key.unit == "%" else f"{round(change, 2):+g}"


def _known(unit_id: int, month: Period, place: places.Place) -> dict:
    """What was reported then, else what is counted now."""
    report = of_month(unit_id, month.text)
    return current(report) if report is not None and report.signed_at else figures.compute(month, place)


def _named(report: MonthlyReport, month: str | None) -> MonthlyReport:
    if not month or month == report.month:
        return report
    found = of_month(report.unit_id, month)
    if found is None or found.signed_at is None:
        raise Invalid(f"{month} 还没有已签发的月报，不能更正，请核对月份。", errors={"corrections": ["更正的月份没有已签发的月报"]})
    return found


def _count_again(report: MonthlyReport, place: places.Place) -> None:
    known, fresh = current(report), figures.compute(period.of(report.month), place)
    by_hand = {row.key for row in adjustments(report) if row.by_name != "系统"}
    for key in rules.KEYS:
        if key.name not in by_hand and known.get(key.name) != fresh.get(key.name):
            adjust(report, key.name, fresh.get(key.name), _why(known, fresh), None)


def _why(known: Mapping, fresh: Mapping) -> str:
    revoked = (known.get("n_res") or 0) - (fresh.get("n_res") or 0)
    reopened = f"，其中 {revoked:g} 件重新办理，化解撤销" if revoked > 0 else ""
    return f"签发后情况有变化，按 {clock.local(clock.now()):%Y-%m-%d} 的记录重新计算{reopened}。"


def _place(report: MonthlyReport) -> places.Place:
    return places.of(db.session.get(OrgUnit, report.unit_id))


@sa.event.listens_for(MonthlyReport, "before_update")
def _refuse(_mapper, _connection, report: MonthlyReport) -> None:
    signed_before_now = not get_history(report, "signed_at").added and report.signed_at is not None
    if signed_before_now and get_history(report, "figures").added:
        raise FiguresAreFrozen(report.id)
