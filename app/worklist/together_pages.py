"""我的代理 and what else others want of me or I want of myself: opinions asked, copies, reminders."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for

from app import form_values
from app.access import needs
from app.db import unit_of_work
from app.errors import Invalid
from app.processes import queries as processes
from app.web.kit import page_number, render
from app.worklist import copies, cosigning, desk_queries, follow_ups, standing_in, substitutes

PARTS = {"substitutes": "我的代理", "opinions": "请我会签", "copies": "抄送我的", "follow-ups": "跟进提醒"}


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/together", view_func=together)
    blueprint.add_url_rule("/together/substitutes", view_func=appoint, methods=["POST"])
    blueprint.add_url_rule("/together/substitutes/people", view_func=near)
    blueprint.add_url_rule("/together/substitutes/<int:number>/end", view_func=end, methods=["POST"])
    blueprint.add_url_rule("/together/follow-ups/<int:number>/done", view_func=followed, methods=["POST"])


@needs("task.read")
def together():
    part = request.args.get("part", "substitutes")
    return _drawn(part if part in PARTS else "substitutes", {}, {})


@needs("task.complete")
def appoint():
    form = request.form
    try:
        with unit_of_work():
            substitutes.appoint(form_values.number(form.get("absent")) or g.actor.id, form_values.number(form.get("person")) or 0,
                                form_values.needed_day(form, "first"), form_values.needed_day(form, "last"), form.get("reason"), g.actor, processes=form.getlist("processes"),
                                roles=form.getlist("roles"))
    except Invalid as refused:
        return make_response(_drawn("substitutes", refused.errors or {"": [refused.message]}, form), 422)
    flash("代理已安排，对方已收到通知；到期自动结束。")
    return redirect(url_for(".together"))


@needs("task.complete")
def near():
    """The people who may stand in, narrowed by a name: a part of the form."""
    absent = form_values.number(request.args.get("absent")) or g.actor.id
    return render_template("worklist/people.html", people=substitutes.people(absent, request.args.get("text", "")[:40], g.actor),
                           chosen=[form_values.number(request.args.get("person"))], several=False)


@needs("task.complete")
def end(number):
    with unit_of_work():
        substitutes.end(number, g.actor)
    flash("代理已结束。")
    return redirect(url_for(".together"))


@needs("task.complete")
def followed(number):
    with unit_of_work():
        follow_ups.finish(number, g.actor)
    flash("这条提醒已完成。")
    return redirect(url_for(".together", part="follow-ups"))


def _drawn(part: str, errors: dict, typed) -> str:
    return render("worklist/together.html", part=part, parts=PARTS, errors=errors, typed=typed, **_shown(part))


def _shown(part: str) -> dict:
    if part == "opinions":
        return {"page": cosigning.asked_page(g.actor, page_number()), "stances": cosigning.STANCES}
    if part == "copies":
        return {"page": copies.sent_to(g.actor, page_number())}
    if part == "follow-ups":
        return {"page": follow_ups.of_person(g.actor, page_number())}
    running = processes.bundle(processes.active_digest()).processes if processes.active_digest() else {}
    return {"rules": substitutes.of_person(g.actor), "to_do": desk_queries.counts(g.actor)["stand_in"], "cap": desk_queries.COUNTED_UP_TO,
            "holds": standing_in.holds,
            "people": substitutes.people(g.actor.id, "", g.actor), "led": substitutes.people_led_by(g.actor),
            "processes": {key: one.name for key, one in sorted(running.items(), key=lambda pair: pair[1].name)}}
