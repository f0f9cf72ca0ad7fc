"""The administrator's pages: people with their posts, and the organisation tree."""

from types import SimpleNamespace

from flask import Blueprint, current_app, flash, g, request
from werkzeug.utils import redirect

from app import clock, form_values
from app.access import needs
from app.db import unit_of_work
from app.errors import Invalid
from app.identity import actions, guard, queries, tree
from app.identity.models import KIND_NAMES, LEVEL_NAMES
from app.identity.region_codes import PROVISIONAL
from app.identity.roles import ROLES
from app.web.errors import FORM_REFUSED
from app.web.kit import MenuEntry, page_number, render

blueprint = Blueprint("people", __name__, url_prefix="/admin", template_folder="templates")
MENU = (
    MenuEntry("用户与岗位", "people.users", "user.manage", "users"),
    MenuEntry("组织机构", "people.units", "unit.manage", "sitemap"),
)


@blueprint.get("/users")
@needs("user.manage")
def users():
    text = request.args.get("q", "").strip()[:40]
    return render("identity/users.html", page=queries.people(text, page_number()), q=text)


@blueprint.get("/users/new")
@needs("user.manage")
def new_user():
    return _new_user({}, {})


@blueprint.post("/users")
@needs("user.manage")
def create_user():
    form = request.form
    try:
        with unit_of_work():
            user = actions.hire(form.get("username", ""), form.get("name", ""), form.get("phone", "").strip(),
                                form.get("password", ""), _settings(), g.actor)
    except Invalid as refused:
        return _new_user(form, refused.errors), FORM_REFUSED
    flash(f"已建立用户{user.name}，首次登录时须修改密码。请继续安排岗位。")
    return redirect(f"/admin/users/{user.id}")


@blueprint.get("/users/<int:user_id>")
@needs("user.manage")
def user(user_id: int):
    return _user(user_id)


@blueprint.post("/users/<int:user_id>/posts")
@needs("user.manage")
def give_post(user_id: int):
    unit_id = request.form.get("unit", "")
    with unit_of_work():
        actions.give_post(user_id, request.form.get("role", ""), form_values.number(unit_id) or 0, g.actor)
    return _done(user_id, "岗位已增加，下次操作时生效。")


@blueprint.post("/users/<int:user_id>/posts/<int:post_id>/removal")
@needs("user.manage")
def take_post(user_id: int, post_id: int):
    with unit_of_work():
        actions.take_post(user_id, post_id, g.actor)
    return _done(user_id, "岗位已撤销，立即生效。")


@blueprint.post("/users/<int:user_id>/disabling")
@needs("user.manage")
def disable(user_id: int):
    with unit_of_work():
        actions.disable(user_id, g.actor)
    return _done(user_id, "账号已停用，登录和令牌立即失效。")


@blueprint.post("/users/<int:user_id>/enabling")
@needs("user.manage")
def enable(user_id: int):
    with unit_of_work():
        actions.enable(user_id, g.actor)
    return _done(user_id, "账号已启用。")


@blueprint.post("/users/<int:user_id>/unlocking")
@needs("user.manage")
def unlock(user_id: int):
    with unit_of_work():
        actions.unlock(user_id, g.actor)
    return _done(user_id, "登录锁定已解除。")


@blueprint.post("/users/<int:user_id>/password")
@needs("user.manage")
def reset_password(user_id: int):
    try:
        with unit_of_work():
            actions.reset_password(user_id, request.form.get("password", ""), _settings(), g.actor)
    except Invalid as refused:
        return _user(user_id, refused.errors), FORM_REFUSED
    return _done(user_id, "密码已重置，请当面告知本人；首次登录时须修改。")


@blueprint.get("/units")
@needs("unit.manage")
def units():
    return _units({}, {})


@blueprint.post("/units")
@needs("unit.manage")
def create_unit():
    form = request.form
    try:
        with unit_of_work():
            unit = tree.create(form_values.number(form.get("parent")) or 0, form.get("name", ""), form.get("kind", ""),
                               form.get("code", "").strip(), g.actor)
    except Invalid as refused:
        return _units(form, refused.errors or {"kind": [refused.message]}), FORM_REFUSED
    flash(f"已建立{unit.name}。")
    return redirect("/admin/units")


@blueprint.post("/units/<int:unit_id>")
@needs("unit.manage")
def change_unit(unit_id: int):
    form = request.form
    try:
        with unit_of_work():
            tree.change(unit_id, form.get("name", ""), form.get("code", "").strip(), g.actor)
    except Invalid as refused:
        return _units({}, {}, SimpleNamespace(id=unit_id, form=form, errors=refused.errors)), FORM_REFUSED
    flash("单位已修改。")
    return redirect("/admin/units")


@blueprint.post("/units/<int:unit_id>/closing")
@needs("unit.manage")
def close_unit(unit_id: int):
    with unit_of_work():
        tree.close(unit_id, g.actor)
    flash("单位已停用，其中的岗位不再有效。")
    return redirect("/admin/units")


@blueprint.post("/units/<int:unit_id>/opening")
@needs("unit.manage")
def reopen_unit(unit_id: int):
    with unit_of_work():
        tree.reopen(unit_id, g.actor)
    flash("单位已启用。")
    return redirect("/admin/units")


def _new_user(form, errors: dict) -> str:
    return render("identity/new_user.html", form=form, errors=errors)


def _user(user_id: int, errors: dict | None = None) -> str:
    found = actions.get(user_id)
    return render("identity/user.html", user=found, errors=errors, roles=ROLES.values(), units=queries.units(),
                  locked_until=guard.locked_until(found.username, clock.now()))


def _units(form, errors: dict, refused: SimpleNamespace | None = None) -> str:
    """`refused`: a change of one unit that was not made, with what was typed and why not."""
    units = queries.whole_tree()
    return render("identity/units.html", units=units, form=form, errors=errors, kinds=KIND_NAMES, levels=LEVEL_NAMES,
                  refused=refused, provisional=next((unit for unit in units if unit.code == PROVISIONAL), None))


def _done(user_id: int, sentence: str):
    flash(sentence)
    return redirect(f"/admin/users/{user_id}")


def _settings():
    return current_app.config["HEJIE"]
