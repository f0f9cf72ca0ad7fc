"""A person's notices: the bell, and the page behind it."""

from flask import Blueprint, flash, g, redirect, request, url_for

from app.access import needs
from app.db import unit_of_work
from app.notifications import actions, queries
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("notifications", __name__, template_folder="templates")
MENU = (MenuEntry("通知", "notifications.notices", "notice.read", "bell", queries.unread),)
TONES = {"PROMPT": "yellow", "URGE": "orange", "SUPERVISE": "red", "TASK": "blue", "INFO": "azure"}


@blueprint.get("/notices")
@needs("notice.read")
def notices():
    return render("notifications/notices.html", page=queries.notices_of(g.actor, page_number()), kinds=actions.KINDS,
                  tones=TONES, unread=queries.unread(g.actor))


@blueprint.post("/notices/read")
@needs("notice.read")
def read():
    """Mark one's notices as read: those named, or every one."""
    named = [int(text) for text in request.form.getlist("notice") if text.isdecimal() and len(text) < 10]
    with unit_of_work():
        actions.mark_read(named, g.actor) if named else actions.mark_all_read(g.actor)
    flash("已标为已读。")
    return redirect(url_for(".notices"))


@blueprint.post("/notices/<int:notice_id>")
@needs("notice.read")
def follow(notice_id: int):
    """To the task or the case of a notice; having gone there is having read it."""
    case_no, task_id = queries.case_no_of(notice_id, g.actor), queries.task_of(notice_id, g.actor)
    with unit_of_work():
        actions.mark_read([notice_id], g.actor)
    if task_id is not None:
        return redirect(url_for("worklist.task", task_id=task_id))
    return redirect(url_for("cases.case", case_no=case_no) if case_no else url_for(".notices"))

