"""Making and ending one's calendar address, and the address itself."""

from flask import Blueprint, Response, flash, g, redirect, url_for

from app import clock
from app.access import needs, public
from app.db import unit_of_work
from app.errors import NotFound
from app.sessions import feeds
from app.web.errors import TOO_MANY_TRIES
from app.web.kit import render

LONGEST_SECRET = 80


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/sessions/feed", view_func=settings, endpoint="feed_settings")
    blueprint.add_url_rule("/sessions/feed", view_func=create, endpoint="create_feed", methods=["POST"])
    blueprint.add_url_rule("/sessions/feed/revocation", view_func=revoke, endpoint="revoke_feed", methods=["POST"])
    blueprint.add_url_rule("/sessions/feed/<secret>.ics", view_func=feed, endpoint="feed")


@needs("session.feed")
def settings():
    return render("sessions/feed.html", feed=feeds.of_user(g.actor), address=None)


@needs("session.feed")
def create():
    """The address is shown this once; nobody can read it again."""
    with unit_of_work():
        secret = feeds.create(g.actor)
    return render("sessions/feed.html", feed=feeds.of_user(g.actor), address=url_for(".feed", secret=secret, _external=True))


@needs("session.feed")
def revoke():
    with unit_of_work():
        feeds.revoke(g.actor)
    flash("日历地址已作废，用它订阅的日历不会再更新。")
    return redirect(url_for(".feed_settings"))


@public
def feed(secret):
    """For calendar programs, which cannot sign in: whoever has the address sees times and places, no names."""
    if len(secret) > LONGEST_SECRET:
        raise NotFound(feeds.NOT_THERE)
    try:
        with unit_of_work():
            owner = feeds.owner_of(secret)
    except feeds.AskedTooOften as refused:
        return Response(refused.message, TOO_MANY_TRIES, {"Retry-After": "900"}, mimetype="text/plain")
    answer = Response(feeds.written(owner, clock.now()), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="sessions.ics"'
    return answer
