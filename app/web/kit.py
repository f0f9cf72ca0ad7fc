"""What every page is made with: rendering, page links, the menu, times in the centre's words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Flask, Response, current_app, g, render_template, request, url_for

from app import clock, form_values
from app.web import assets, errors, security

LIGHTS = {"GREEN": "正常", "YELLOW": "临期", "RED": "超期", "GREY": "中止", "BLUE": "办结"}


class MenuEntry(NamedTuple):
    """A line of the side menu, shown to those who hold the permission. `icon`: a name of frontend/build/icons.mjs.
    `waiting` counts what waits for this person there; `number` is the endpoint that counts it again, `latest` that of a short
    list."""

    label: str
    endpoint: str
    permission: str
    icon: str
    waiting: Callable[[Any], int] | None = None
    number: str = ""
    latest: str = ""


def init_app(app: Flask) -> None:
    security.init_app(app)
    app.extensions["hejie_menu"] = []
    app.register_blueprint(_kit_blueprint())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=assets.asset, icon_address=assets.icon_address, menu=menu, page_address=page_address, LIGHTS=LIGHTS)
    app.jinja_env.filters.update(moment=moment_text, day=day_text)
    app.context_processor(lambda: {"actor": g.get("actor")})


def render(template: str, **names: Any) -> str:
    return render_template(template, **names)


def is_htmx() -> bool:
    """The request wants a part of a page, not a whole one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def page_number() -> int:
    """?page= of a list, from 1; anything unreadable is the first page."""
    return min(max(form_values.number(request.args.get("page"), 5) or 1, 1), 10_000)


def page_address(number: int) -> str:
    """This same list, with its filters, at another page."""
    kept = {key: request.args.getlist(key) for key in request.args if key != "page"}
    return url_for(request.endpoint, **{**(request.view_args or {}), **kept, "page": number})


def add_to_menu(app: Flask, entry: MenuEntry) -> None:
    app.extensions["hejie_menu"].append(entry)


def menu() -> list[MenuEntry]:
    """The entries this person may open."""
    actor = g.get("actor")
    return [entry for entry in current_app.extensions["hejie_menu"] if actor and actor.may(entry.permission)]


def moment_text(moment: datetime | None) -> str:
    """今天 17:00, 11月25日 09:30, 2025年3月2日 09:30; nothing for nothing."""
    if moment is None:
        return ""
    local = clock.local(moment)
    return f"{day_text(moment)} {local:%H:%M}"


def day_text(moment: datetime | None) -> str:
    """今天, 11月25日 or 2025年3月2日 on the centre's calendar."""
    if moment is None:
        return ""
    day = clock.local(moment).date()
    if day == clock.today():
        return "今天"
    year = "" if day.year == clock.today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def answer_failure(failure: Exception) -> Response:
    return errors.answer(failure)


def _kit_blueprint() -> Blueprint:
    blueprint = Blueprint("web", __name__, template_folder="templates")
    blueprint.add_url_rule("/static/<path:name>", "static", assets.static)
    return blueprint
