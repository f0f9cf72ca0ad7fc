"""Every number of handbook §9.1 for one period and one place, in a handful of statements over the milestones.

All that is "by closing" (办结, amounts, people, days, distributions) counts the closings of the period; other events count
when they happened. A month ends at 24:00 of its last day on the centre's clock.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock
from app.cases.clock_models import CASE_LIMITS
from app.cases.models import Case, CaseClock
from app.db import db
from app.statistics import committees, lines, rules
from app.statistics.models import Milestone
from app.statistics.period import Period
from app.statistics.places import Place
from app.statistics.tally import Tally

YUAN = 10_000


def compute(period: Period, place: Place) -> dict:
    """{key: number or None, …} for the keys of rules.KEYS, and the distributions, each {label: number}."""
    tally, overdue = Tally.of(period, place), _overdue(period, place)
    return {**_volumes(tally, period, place), **_rates(tally), **_closings(period, place), "n_over": sum(overdue.values()),
            "over_tier": overdue, **_distributions(tally, period, place), **committees.mediated(period, place)}


def _volumes(tally: Tally, period: Period, place: Place) -> dict:
    closed, legal = _distinct("CLOSED", period, place), _distinct("GUIDED", period, place)
    return {"n_reg": tally.count("NUMBERED"), "n_acc": tally.count("ACCEPTED"), "n_closed": closed,
            "n_res": tally.good("CLOSED"), "n_merged": tally.count("MERGED"), "n_finished": tally.count("FINISHED"),
            "n_jc": tally.count("CONFIRMED"), "n_up": tally.count("UPGRADED"), "n_legal": legal,
            "n_reopen": tally.count("REOPENED"), "n_obj": tally.count("OBJECTED"),
            "r_res": rules.rate(tally.good("CLOSED"), closed)}


def _rates(tally: Tally) -> dict:
    asked = {"r_succ": "MEDIATED", "r_sign": "DISPATCHED", "r_first": "SIGNED", "r_resp": "ANSWERED", "r_solve": "SOLVED",
             "r_sat": "RATED", "r_rate": "INVITED", "r_perf": "DUE", "r_obj": "OBJECTED"}
    rates = {key: rules.rate(tally.good(kind), tally.count(kind)) for key, kind in asked.items()}
    return rates | {"r_jc": rules.rate(tally.count("CONFIRMED"), tally.good("MEDIATED"))}


def _closings(period: Period, place: Place) -> dict:
    """What is summed over the closings that still stand; days and their 90th percentile (nearest rank)."""
    hard = sa.case((Case.complexity.in_(rules.HARD), 1), else_=0)
    row = db.session.execute(
        sa.select(sa.func.count(), _sum(Milestone.on_time), _sum(Milestone.on_time_plain), sa.func.sum(Milestone.amount),
                  sa.func.sum(Milestone.agreed_amount), sa.func.sum(Milestone.people), sa.func.avg(Milestone.days), sa.func.sum(hard))
        .join(Case, Case.id == Milestone.case_id).where(*_closed(period, place))).one()
    count, on_time, plain, amount, agreed, people, days, hard_ones = row
    return {"r_ontime": rules.rate(on_time, count), "r_ontime_plain": rules.rate(plain, count),
            "n_amt": round(float(amount or 0) / YUAN, 2), "n_amt_agreed": round(float(agreed or 0) / YUAN, 2),
            "n_people": int(people or 0), "n_hard": int(hard_ones or 0),
            "avg_days": None if days is None else round(float(days), 1), "p90_days": _ninetieth(count, period, place)}


def _ninetieth(count: int, period: Period, place: Place) -> int | None:
    if not count:
        return None
    return db.session.scalar(sa.select(Milestone.days).where(*_closed(period, place)).order_by(Milestone.days)
                             .offset(-(-9 * count // 10) - 1).limit(1))


def overdue_clocks(period: Period, place: Place):
    """The condition on CaseClock and Case: a limit of the case ran out in this period while it was still running."""
    until = min(period.end, clock.now())
    ran_on = sa.or_(CaseClock.stopped_at.is_(None), CaseClock.stopped_at > CaseClock.due_at)
    not_frozen = sa.or_(CaseClock.suspended_at.is_(None), CaseClock.suspended_at > CaseClock.due_at)
    return (CASE_LIMITS, CaseClock.due_at >= period.start, CaseClock.due_at < until, ran_on, not_frozen,
            place.holds(Case))


def _overdue(period: Period, place: Place) -> dict[str, int]:
    """{tier: cases whose limit ran out in the period}."""
    found = db.session.execute(
        sa.select(Case.tier, sa.func.count(sa.distinct(Case.id))).select_from(CaseClock).join(Case, Case.id == CaseClock.case_id)
        .where(*overdue_clocks(period, place)).group_by(Case.tier)).all()
    return {tier or "": number for tier, number in found}


def _distributions(tally: Tally, period: Period, place: Place) -> dict:
    by = _closings_by({"dist_type": Case.moj_type, "channels": Case.channel, "dist_form": Case.agreement_form,
                       "dist_route": Case.route}, period, place)
    sources = {name: sum(by["channels"].get(channel, 0) for channel in channels) for name, channels in lines.sources().items()}
    forms = {form: by["dist_form"].get(form, 0) for form in rules.AGREEMENTS}
    return {
        "dist_type": by["dist_type"], "dist_src": sources, "dist_form": forms, "dist_route": by["dist_route"],
        "up_tier": tally.labels("UPGRADED"), "res_tier": tally.tiers("CLOSED"), "slips": tally.labels("SLIP"),
        "n_prevent": {what: {"cases": tally.labels("PREVENTED").get(what, 0), "people": tally.people("PREVENTED", what)}
                      for what in rules.PREVENTED}}


def _closings_by(columns: dict, period: Period, place: Place) -> dict[str, dict[str, int]]:
    """{name: {value of that column: closings}}, the most frequent first; each case is read once for all of them."""
    rows = db.session.execute(
        sa.select(sa.func.count(), *columns.values()).select_from(Milestone).join(Case, Case.id == Milestone.case_id)
        .where(*_closed(period, place)).group_by(*columns.values())).all()
    return {name: _summed((row[at], row[0]) for row in rows) for at, name in enumerate(columns, start=1)}


def _summed(numbers: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value, number in numbers:
        found[value or ""] = found.get(value or "", 0) + number
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _closed(period: Period, place: Place) -> tuple:
    return (Milestone.kind == "CLOSED", Milestone.at >= period.start, Milestone.at < period.end, place.holds(Milestone),
            Milestone.revoked_at.is_(None))


def _distinct(kind: str, period: Period, place: Place) -> int:
    """Cases, not events: closed twice in one month is one case closed."""
    return db.session.scalar(sa.select(sa.func.count(sa.distinct(Milestone.case_id))).where(
        Milestone.kind == kind, Milestone.at >= period.start, Milestone.at < period.end, place.holds(Milestone)))


def _sum(flag):
    return sa.func.sum(sa.case((flag.is_(sa.true()), 1), else_=0))
