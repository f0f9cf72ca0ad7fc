"""The calendar of the week, and the sessions as a part of the case page."""

from datetime import date

from flask import Blueprint, flash, g, make_response, redirect, request, url_for

from app import clock, form_values
from app.access import needs
from app.cases import permissions as case_permissions
from app.cases import queries as cases
from app.cases import thresholds
from app.db import unit_of_work
from app.errors import NotFound
from app.sessions import actions, feed_pages, queries, room_pages, rules, weeks, words
from app.web.kit import MenuEntry, is_htmx, page_number, render
from app.worktime.queries import calendar_for

blueprint = Blueprint("sessions", __name__, template_folder="templates")
MENU = (MenuEntry("调解日程", "sessions.calendar", "session.read", "calendar"),)
room_pages.mount(blueprint)
feed_pages.mount(blueprint)


@blueprint.get("/sessions")
@needs("session.read")
def calendar():
    """One week; the address says which and whose."""
    whose = request.args.get("whose") if request.args.get("whose") in words.WHOSE else "mine"
    monday = _monday()
    page = queries.week(g.actor, whose, monday, page_number())
    region = g.actor.posts[0].region_code if g.actor.posts else ""
    week = weeks.laid_out(monday, page.items, calendar_for(region), clock.today())
    shown = {"week": week, "whose": whose, "page": page, "words": words, "this_week": rules.monday_of(clock.today()),
             "names": queries.names_of(row[0] for row in page.items), "local": clock.local}
    if not (is_htmx() and request.headers.get("HX-History-Restore-Request") != "true"):
        return render("sessions/calendar.html", **shown)
    answer = make_response(render("sessions/week.html", **shown))
    answer.headers["HX-Push-Url"] = url_for(".calendar", week=monday.isoformat(), whose=whose)
    return answer


@blueprint.get("/cases/<case_no>/sessions")
@needs("session.read")
def sessions(case_no):
    """A part of the case page; who came is told only to those who may read the minutes."""
    return _part(cases.case_for(case_no, g.actor))


@blueprint.post("/cases/<case_no>/sessions/<int:session_id>/answers")
@needs("session.answer")
def note_answer(case_no, session_id):
    """What a party answered on the phone."""
    typed = request.form
    with unit_of_work():
        case = cases.case_for(case_no, g.actor)
        session = queries.session_of(case, session_id)
        actions.note_answer(session, case, form_values.number(typed.get("party")) or 0, typed.get("answer", ""), typed.get("note", ""), g.actor)
    if is_htmx():
        return _part(case)
    flash("已登记当事人的答复。")
    return redirect(url_for("cases.case", case_no=case_no) + "#sessions")


def _part(case) -> str:
    page = queries.of_case(case, page_number())
    found = [session for (session,) in page.items]
    reads = g.actor.may("case.notes.read") and case_permissions.may_read_notes(case, g.actor)
    return render("sessions/part.html", case=case, page=page, sessions=found, words=words, names=queries.names_of(found),
                  reads=reads, absences=rules.absences(found) if reads else {}, most=thresholds.value("absencesMost"),
                  coming=queries.is_coming, now=clock.now(), local=clock.local)


def _monday() -> date:
    text = request.args.get("week", "")
    if not text:
        return rules.monday_of(clock.today())
    asked = form_values.day(text)
    if asked is None or not 2000 <= asked.year <= 2100:
        raise NotFound("没有这一周，请从“调解日程”重新选择。")
    return rules.monday_of(asked)
