"""The working calendar: a year of a place to look at, and for the administrator to change."""

from datetime import date
from types import SimpleNamespace

from flask import Blueprint, flash, g, redirect, request, url_for

from app import clock, form_values
from app.access import needs
from app.db import unit_of_work
from app.errors import Invalid
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, render
from app.worktime import actions, alarms, months, notices, queries, reach

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar", template_folder="templates")
MENU = (MenuEntry("工作日历", "calendar.year", "calendar.read", "calendar"),)
FIRST_YEAR, LAST_YEAR = 2001, 2100
EVERYWHERE = reach.Region("", "全中心", 0)


@blueprint.get("")
@needs("calendar.read")
def year():
    region = request.args.get("region", "")
    known = region if region in {one.code for one in _regions()} else ""
    return _page(_year(request.args.get("year", "")), known, form_values.day(request.args.get("day")))


@blueprint.post("/days")
@needs("calendar.manage")
def change_day():
    form, region = request.form, request.form.get("region", "")
    day = form_values.day(form.get("day"))
    try:
        words = _change_day(day, region, form.get("choice", ""), form.get("note", "").strip())
    except Invalid as refused:
        return _page(day.year if day else clock.today().year, region, day, form, refused.errors), FORM_REFUSED
    flash(f"{day.year}年{day.month}月{day.day}日{words}（{_name(region)}）。")
    return redirect(url_for("calendar.year", year=day.year, region=region))


@blueprint.post("/years")
@needs("calendar.manage")
def load_year():
    """A State Council notice: days off and make-up days as they stand in it."""
    form, number = request.form, _year(request.form.get("year", ""))
    try:
        off, make_up = (notices.days_of(number, form.get(name, ""), name) for name in ("off", "make_up"))
        source = form.get("source", "").strip()
        if not 1 <= len(source) <= 100:
            raise Invalid(errors={"source": ["请写明通知的名称或文号，100 字以内。"]})
        with unit_of_work():
            actions.load_year(number, off, make_up, source, g.actor)
    except Invalid as refused:
        return _page(number, "", None, form, refused.errors or {"off": [refused.message]}), FORM_REFUSED
    flash(f"已录入{number}年的放假安排：放假 {len(off)} 天，调休上班 {len(make_up)} 天。请对照通知核对下面的日历。")
    return redirect(url_for("calendar.year", year=number))


def _change_day(day: date | None, region: str, choice: str, note: str) -> str:
    errors = {}
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        errors["day"] = ["请选择日期。"]
    if region not in {one.code for one in _regions()}:
        errors["region"] = ["请从列表中选择适用范围。"]
    if choice not in ("off", "working", "clear"):
        errors["choice"] = ["请选择这一天放假、上班，还是恢复原来的安排。"]
    elif choice != "clear" and not 1 <= len(note) <= 100:
        errors["note"] = ["请写明原因，100 字以内。"]
    if errors:
        raise Invalid(errors=errors)
    with unit_of_work():
        if choice == "clear":
            actions.clear_day(region, day, g.actor)
        else:
            set_day = actions.set_day_off if choice == "off" else actions.set_working_day
            set_day(region, day, note, g.actor)
    return {"off": "已改为放假", "working": "已改为上班", "clear": "已恢复原来的安排"}[choice]


def _page(number: int, region: str, day: date | None, form=None, errors: dict | None = None) -> str:
    calendar, changes = queries.calendar_for(region), queries.changes_in_force(region, number)
    loaded = queries.loaded_year(number)
    notice = loaded.source if loaded else None
    shown = months.months_of(number, calendar, changes, notice)
    places = _regions()
    set_days = [months.day_of(one, calendar, row, notice) for one, row in changes.items()]
    return render(
        "worktime/calendar.html", year=number, region=region, regions=places, months=shown,
        region_name={one.code: one.name for one in places}.get,
        legend=months.KINDS, weekdays=months.WEEKDAYS, today=clock.today(), day=day, form=form or {}, errors=errors,
        set_days=[one for one in set_days if one.kind.startswith("SET")], loaded=loaded,
        standing=_standing(number, calendar), years=(FIRST_YEAR, LAST_YEAR))


def _standing(number: int, calendar) -> SimpleNamespace:
    """How far the year shown, and the years that running clocks end in, can be relied on."""
    clocks = reach.clocks_by_year()
    others = alarms.years_at_risk(calendar, clock.now(), clocks)
    others.pop(number, None)
    return SimpleNamespace(published=calendar.published(number), clocks=clocks.get(number, 0), others=others.items(),
                           past=number < clock.today().year, waiting=reach.recounts_waiting())


def _regions() -> list[reach.Region]:
    return [EVERYWHERE, *(one for one in reach.regions() if one.code.strip("0"))]


def _name(code: str) -> str:
    return next((one.name for one in _regions() if one.code == code), code)


def _year(text: str) -> int:
    number = form_values.number(text, 4) or 0
    return number if FIRST_YEAR <= number <= LAST_YEAR else clock.today().year
