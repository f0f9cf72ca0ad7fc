"""The lists on screen: what holds, what is only a default, who changed it; and changing it."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from app.access import needs
from app.catalogues import actions, queries, wording
from app.catalogues.entries import Entry, shipped
from app.catalogues.lists import AUDIENCES, EXTRA, LISTS, OUTSIDE, PLACEHOLDERS, TOLD, List, told
from app.db import unit_of_work
from app.errors import Invalid, NotFound
from app.paging import page_of_list
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("catalogues", __name__, url_prefix="/catalogues", template_folder="templates")
MENU = (MenuEntry("目录", "catalogues.hub", "catalogue.read", "list-details"),)
PER_PAGE = 40
STATES = {"active": "使用中", "changed": "本中心改过的", "retired": "已停用"}


@blueprint.get("")
@needs("catalogue.read")
def hub():
    """The one entry to everything an administrator sets."""
    standing = {key: _standing(key) for key in LISTS}
    return render("catalogues/hub.html", lists=LISTS.values(), standing=standing)


@blueprint.get("/<list_key>")
@needs("catalogue.read")
def listing(list_key: str):
    of = _of(list_key)
    text, state = request.args.get("q", "").strip()[:40], request.args.get("state", "")
    found = [one for one in queries.entries(list_key).values() if _is_wanted(one, text.casefold(), state)]
    return render("catalogues/listing.html", of=of, page=page_of_list(found, page_number(), PER_PAGE), q=text, state=state,
                  states=STATES, words=wording, audiences=AUDIENCES)


@blueprint.get("/<list_key>/new")
@needs("catalogue.manage")
def new(list_key: str):
    return _new(_growing(list_key), MultiDict(), {})


@blueprint.post("/<list_key>")
@needs("catalogue.manage")
def add(list_key: str):
    of, form = _growing(list_key), request.form
    try:
        with unit_of_work():
            added = actions.add(list_key, form.get("code", "").strip(), _values(of, form), form.get("reason", ""), g.actor)
    except Invalid as refused:
        return _new(of, form, refused.errors), FORM_REFUSED
    flash(f"已增加“{added.name}”，新打开的表单里就能选到。")
    return redirect(url_for(".one", list_key=list_key, code=added.code))


@blueprint.get("/<list_key>/<code>")
@needs("catalogue.read")
def one(list_key: str, code: str):
    return _one(_of(list_key), queries.entry(list_key, code))


@blueprint.post("/<list_key>/<code>")
@needs("catalogue.manage")
def change(list_key: str, code: str):
    of, form = _of(list_key), request.form
    present = queries.entry(list_key, code)
    try:
        with unit_of_work():
            _refuse_if_stale(list_key, code, form)
            changed = actions.change(list_key, code, _values(of, form), form.get("reason", ""), g.actor)
    except Invalid as refused:
        return _one(of, present, form, refused.errors), FORM_REFUSED
    same = changed.as_data() == present.as_data()
    flash("没有改动。" if same else f"“{changed.name}”已调整，马上生效。")
    return redirect(url_for(".one", list_key=list_key, code=code))


@blueprint.post("/<list_key>/<code>/retirement")
@needs("catalogue.manage")
def retire(list_key: str, code: str):
    return _turn(list_key, code, actions.retire, "已停用：新表单不再提供，老案件上照样显示。")


@blueprint.post("/<list_key>/<code>/taking-up")
@needs("catalogue.manage")
def take_up(list_key: str, code: str):
    return _turn(list_key, code, actions.take_up, "已恢复使用。")


@blueprint.post("/<list_key>/<code>/default")
@needs("catalogue.manage")
def back_to_default(list_key: str, code: str):
    return _turn(list_key, code, actions.back_to_default, "已恢复默认。")


def _turn(list_key: str, code: str, verb, sentence: str):
    present = queries.entry(list_key, code)
    try:
        with unit_of_work():
            verb(list_key, code, request.form.get("turn_reason", ""), g.actor)
    except Invalid as refused:
        errors = {"turn_reason": [words for sentences in refused.errors.values() for words in sentences]}
        return _one(_of(list_key), present, request.form, errors), FORM_REFUSED
    flash(f"“{present.name}”{sentence}")
    return redirect(url_for(".one", list_key=list_key, code=code))


def _of(list_key: str) -> List:
    if list_key not in LISTS:
        raise NotFound()
    return LISTS[list_key]


def _growing(list_key: str) -> List:
    of = _of(list_key)
    if not of.grows:
        raise NotFound(f"“{of.title}”里的项目由系统给出，不能增加。")
    return of


def _standing(list_key: str) -> SimpleNamespace:
    found = queries.entries(list_key).values()
    return SimpleNamespace(active=sum(one.active for one in found), changed=sum(not one.is_default for one in found))


def _is_wanted(one: Entry, text: str, state: str) -> bool:
    fits = {"active": one.active, "changed": not one.is_default, "retired": not one.active}.get(state, True)
    basis = one.default.basis if one.default else ""
    words = (one.code, one.name, basis, *map(str, (one.traits or {}).values()), *map(str, one.settings.values()))
    return fits and any(text in word.casefold() for word in words)


def _refuse_if_stale(list_key: str, code: str, form) -> None:
    if form.get("seen", "") != _stamp(queries.entry(list_key, code)):
        raise Invalid(errors={"form": ["您打开以后，别人改过这一项。请看左边现在的内容，核对后再保存。"]})


def _stamp(one: Entry) -> str:
    return one.changed_at.isoformat() if one.changed_at else ""


def _values(of: List, form) -> dict[str, Any]:
    """What was typed, as the list keeps it; what is no number stays as typed, for the rules to refuse."""
    settings: dict[str, Any] = {}
    for field in of.fields:
        typed = form.get(field.name, "").strip()
        settings[field.name] = typed == "1" if field.kind == "yes" else _number(typed) if field.kind == "number" else typed
    if of.key == "notices":
        settings["audiences"] = {audience: {"told": form.get(f"told-{audience}", ""),
                                            "by": form.getlist(f"by-{audience}")} for audience in AUDIENCES}
    values = {"name": form.get("name", ""), "settings": settings}
    return values | ({"position": _number(form["position"].strip())} if form.get("position", "").strip() else {})


def _number(text: str) -> int | str:
    bare = text.removeprefix("-")
    return int(text) if bare.isascii() and bare.isdigit() and len(text) < 8 else text


def _as_typed(of: List, one: Entry) -> MultiDict:
    typed = MultiDict({"name": one.name, "position": str(one.position), "seen": _stamp(one)})
    for field in of.fields:
        value = one.settings.get(field.name, "")
        typed[field.name] = "1" if value is True else "" if value is False else str(value)
    for audience in AUDIENCES if of.key == "notices" else ():
        when, by = told(one.settings, audience)
        typed[f"told-{audience}"] = when
        typed.setlist(f"by-{audience}", by)
    return typed


def _new(of: List, form, errors: dict) -> str:
    return render("catalogues/new.html", of=of, form=form, errors=errors, **_choices())


def _one(of: List, one: Entry, form=None, errors: dict | None = None) -> str:
    changing = form if form is not None and "turn_reason" not in form else None
    return render("catalogues/entry.html", of=of, one=one, default=shipped(of.key).get(one.code), errors=errors,
                  form=changing or _as_typed(of, one), turning=form if changing is None else None, stamp=_stamp(one),
                  history=queries.history(of.key, one.code, page_number()), what=actions.WHAT, words=wording, **_choices())


def _choices() -> dict[str, Any]:
    return {"audiences": AUDIENCES, "outside": OUTSIDE, "told": TOLD, "extra": EXTRA, "placeholders": PLACEHOLDERS}
