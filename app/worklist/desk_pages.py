"""The worklist: mine, my unit's, to be taken, sent, done. The address holds all of its state."""

from flask import Blueprint, Response, flash, g, make_response, redirect, request, url_for

from app.access import needs
from app.cases import words
from app.db import unit_of_work
from app.errors import Invalid
from app.web.kit import is_htmx, render
from app.worklist import boxes, desk_columns, desk_cursor, desk_filters, desk_queries, saved_views, transfers

SORT_NAMES = {"due": "最急的在前", "legal": "法定期限近的在前", "urgent": "急件在前", "risk": "风险高的在前", "tier": "层级高的在前",
              "opened": "等得最久的在前", "-opened": "最新的在前", "name": "按任务名称", "case": "按案件编号",
              "done": "最近办结的在前", "-done": "最早办结的在前"}
LIGHT_WORDS = {"RED": "超期", "YELLOW": "临期", "GREEN": "正常", "GREY": "中止"}


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/", view_func=worklist)
    blueprint.add_url_rule("/worklist/columns", view_func=keep_columns, methods=["POST"])


@needs("task.read")
def worklist():
    box, wanted = desk_filters.box_of(request.args), desk_filters.of(request.args)
    found = desk_queries.worklist(g.actor, box, wanted, after=request.args.get("after"), before=request.args.get("before"))
    columns = desk_columns.shown_to(g.actor, wanted.columns)
    shown = {
        "page": found, "box": box, "boxes": boxes.BOXES, "wanted": wanted, "counts": desk_queries.counts(g.actor),
        "lights": desk_queries.lights_in(g.actor, box) if box != "done" else {}, "sort_names": _sorts(box),
        "light_words": LIGHT_WORDS, "words": words, "views": saved_views.of(g.actor), "view": request.args.get("view"),
        "address": lambda **changes: url_for(".worklist", **desk_filters.address(box, wanted, **changes)),
        "shareable": saved_views.shareable_roles(g.actor), "gives_others": transfers.may_give_others(g.actor),
        "columns": desk_columns.COLUMNS, "shown": columns,
        "shows_any": lambda *names: not set(names).isdisjoint(columns),
        "usual_columns": desk_columns.USUAL, "filter_names": desk_filters.NAMES, "cap": desk_queries.COUNTED_UP_TO, "sorted_among": desk_queries.SORTED_AMONG,
    }
    if not _list_only():
        return render("worklist/worklist.html", **shown, at_home=not request.args)
    answer: Response = make_response(render("worklist/list.html", **shown, said=True))
    answer.headers["HX-Push-Url"] = _own_address(box, wanted)
    return answer


@needs("task.read")
def keep_columns():
    """The person's own choice of columns; the list goes on as it was, without columns in its address."""
    form = request.form
    try:
        with unit_of_work():
            desk_columns.back_to_usual(g.actor) if form.get("usual") else desk_columns.keep(form.getlist("column"), g.actor)
    except Invalid as refused:
        flash(refused.message, "danger")
    wanted = desk_filters.of(form)
    return redirect(url_for(".worklist", **desk_filters.address(desk_filters.box_of(form), wanted, columns=None)))


def _list_only() -> bool:
    """htmx asks for the list alone; after the back button it wants the whole page."""
    wants_list = request.headers.get("HX-Target") == "worklist" and request.headers.get("HX-Request") == "true"
    return (wants_list or is_htmx()) and request.headers.get("HX-History-Restore-Request") != "true"


def _own_address(box: str, wanted) -> str:
    kept = {name: request.args[name] for name in ("after", "before", "view") if request.args.get(name)}
    return url_for(".worklist", **desk_filters.address(box, wanted), **kept)


def _sorts(box: str) -> dict[str, str]:
    offered = desk_cursor.sorts_in(box)
    return {name: words for name, words in SORT_NAMES.items() if name.removeprefix("-") in offered}
