"""A person's notices: the bell, the short list behind it, the page, and what the person wants to be told of."""

from datetime import time

from flask import Blueprint, Response, flash, g, jsonify, redirect, request, url_for

from app import form_values
from app.access import needs
from app.db import unit_of_work
from app.errors import Invalid
from app.notifications import actions, bundles, matrix, preferences, queries, words
from app.notifications.preferences import Wishes
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("notifications", __name__, template_folder="templates")
MENU = (MenuEntry("通知", "notifications.notices", "notice.read", "bell", queries.unread, "notifications.bell",
                  "notifications.latest"),)


@blueprint.get("/notices")
@needs("notice.read")
def notices():
    group, only_unread = request.args.get("group"), request.args.get("unread") == "1"
    bell = bundles.bell(g.actor)
    return render("notifications/notices.html", bell=bell, words=words, group=group if group in words.GROUPS else None,
                  only_unread=only_unread, bundles=[one for one in bell.bundles if group in (None, "", one.group)],
                  page=queries.notices_of(g.actor, page_number(), group=group,
                                          read="unread" if only_unread else "any"))


@blueprint.get("/notices/bell")
@needs("notice.read")
def bell():
    """The number for the bell. Asked again and again: the same is answered with 304 and no body."""
    now = bundles.bell(g.actor)
    answer = jsonify(unread=now.count)
    answer.set_etag(now.mark)
    return answer.make_conditional(request)


@blueprint.get("/notices/latest")
@needs("notice.read")
def latest():
    return render("notifications/latest.html", bundles=bundles.bell(g.actor).bundles, page=queries.latest(g.actor), words=words)


@blueprint.post("/notices/read")
@needs("notice.read")
def read():
    """Mark one's notices as read: those named, or every one."""
    named = form_values.numbers(request.form.getlist("notice"))
    if not named and request.form.get("which") == "picked":
        flash("请先勾选要标为已读的通知。", "warning")
        return _back()
    with unit_of_work():
        actions.mark_read(named, g.actor) if named else actions.mark_all_read(g.actor)
    flash("已标为已读。")
    return _back()


@blueprint.post("/notices/<int:notice_id>")
@needs("notice.read")
def follow(notice_id: int):
    """To the task or the case of a notice; having gone there is having read it."""
    found, case_no = queries.kind_and_task_of(notice_id, g.actor), queries.case_no_of(notice_id, g.actor)
    with unit_of_work():
        actions.mark_read([notice_id], g.actor)
    if found is None:
        return redirect(url_for(".notices"))
    kind, task_id = found
    if kind == words.DIGEST:
        return redirect(url_for(".notices", unread=1))
    if task_id is not None:
        return redirect(url_for("worklist.task", task_id=task_id))
    return redirect(url_for("cases.case", case_no=case_no) if case_no else url_for(".notices"))


@blueprint.post("/notices/bundles/<group>")
@needs("notice.read")
def open_bundle(group: str):
    """To the tasks of a bundle; it rings again when another one comes."""
    with unit_of_work():
        bundles.look_at(group, g.actor)
    return redirect(url_for("worklist.worklist", box="pool") if group == "NEW" else
                    url_for("worklist.worklist", box="mine", light="YELLOW"))


@blueprint.get("/notices/settings")
@needs("notice.read")
def settings():
    return _settings(preferences.of_person(g.actor.id))


@blueprint.post("/notices/settings")
@needs("notice.read")
def change_settings():
    form, errors = request.form, {}
    shown, messaged = set(form.getlist("page")), set(form.getlist("sms"))
    quiet = {}
    for name in ("quiet_from", "quiet_until"):
        try:
            quiet[name] = time.fromisoformat(form[name]) if form.get(name) else None
        except ValueError:
            errors["quiet"] = ["请填时间，如 22:00。"]
            quiet[name] = None
    no_sms = words.GROUPS.keys() - messaged if matrix.messages_staff() else preferences.of_person(g.actor.id).no_sms
    wishes = Wishes(frozenset(words.GROUPS.keys() - shown), frozenset(no_sms), quiet["quiet_from"], quiet["quiet_until"],
                    form.get("digest") == "1")
    try:
        if errors:
            raise Invalid(errors=errors)
        with unit_of_work():
            preferences.save(wishes, g.actor)
    except Invalid as refused:
        return _settings(wishes, refused.errors, form), 422
    flash("通知设置已保存。")
    return redirect(url_for(".settings"))


def _settings(wishes: Wishes, errors=None, form=None) -> str:
    return render("notifications/settings.html", wishes=wishes, words=words, errors=errors or {}, form=form or {},
                  messages_staff=matrix.messages_staff())


def _back() -> Response:
    """To the list as it was narrowed."""
    kept = {name: request.form[name] for name in ("group", "unread") if request.form.get(name)}
    return redirect(url_for(".notices", **kept))
