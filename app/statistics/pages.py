"""统计: the numbers of a period and a place, the cases behind each, what is stuck, CSV."""

import csv
import io

from flask import Blueprint, Response, g, request

from app import clock, form_values
from app.access import needs
from app.statistics import listing, overview, period, places, rules, stuck, words
from app.statistics.period import Period
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("statistics", __name__, template_folder="templates")
MENU = (MenuEntry("统计", "statistics.page", "statistics.read", "chart-bar"),)
MONTHS_OFFERED = 24


@blueprint.get("/statistics")
@needs("statistics.read")
def page():
    seen = overview.of(_period(), _place())
    return render("statistics/overview.html", seen=seen, words=words, rules=rules, **_choices(seen.period, seen.place))


@blueprint.get("/statistics.csv")
@needs("statistics.read")
def export():
    """UTF-8 with a byte order mark, because the county's spreadsheets guess otherwise."""
    seen = overview.of(_period(), _place())
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in overview.csv_rows(seen))
    name = f"statistics-{seen.period.text}-{seen.place.id}.csv"
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/statistics/cases")
@needs("statistics.read")
def cases():
    asked = listing.Asked(request.args.get("key") or None, request.args.get("by") or None, request.args.get("value") or None)
    chosen, place = _period(), _place()
    found = listing.cases_of(asked, chosen, place, g.actor, page_number())
    return render("statistics/cases.html", page=found, period=chosen, place=place, heading=_heading(asked))


@blueprint.get("/statistics/stuck")
@needs("statistics.read")
def standing_still():
    place = _place()
    return render("statistics/stuck.html", page=stuck.stuck(place, g.actor, page_number()), place=place, why=stuck.why,
                  units=places.within_reach(g.actor))


def _period() -> Period:
    """?period=2026-03; the running month if none is asked for."""
    text = request.args.get("period")
    return period.of(text) if text else period.containing(clock.now())


def _place() -> places.Place:
    return places.chosen(g.actor, form_values.number(request.args.get("place")))


def _choices(chosen: Period, place: places.Place) -> dict:
    months = period.months_up_to(period.containing(clock.now()), MONTHS_OFFERED)[::-1]
    years = sorted({month.first.year for month in months} | {chosen.first.year}, reverse=True)
    offered = months + [period.year_of(year) for year in years]
    if chosen.text not in {one.text for one in offered}:
        offered.append(chosen)
    return {"periods": offered, "units": places.within_reach(g.actor), "running": chosen.end > clock.now()}


def _heading(asked: listing.Asked) -> str:
    if asked.by:
        for _, heading, by, known in words.DISTRIBUTIONS:
            if by == asked.by:
                return f"{heading}：{(known or {}).get(asked.value, asked.value or words.UNKNOWN)}"
        return rules.PREVENTED.get(asked.value or "", "案件")
    key = rules.BY_NAME.get(asked.key or "")
    if key is None:
        return "案件"
    return f"{key.label}：没有做到的案件" if key.good in ("not_good", "late", "late_plain") else key.label


def _harmless(cell):
    """A name that begins like a formula stays a name."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
