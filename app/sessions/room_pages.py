"""The list of rooms and keeping it."""

from flask import Blueprint, flash, g, redirect, request, url_for

from app.access import needs
from app.db import unit_of_work
from app.errors import Conflict, Invalid
from app.sessions import rooms
from app.web.errors import FORM_REFUSED
from app.web.kit import page_number, render

PER_PAGE = 30


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/sessions/rooms", view_func=listing, endpoint="rooms")
    blueprint.add_url_rule("/sessions/rooms", view_func=add, endpoint="add_room", methods=["POST"])
    blueprint.add_url_rule("/sessions/rooms/<int:room_id>", view_func=one, endpoint="room")
    blueprint.add_url_rule("/sessions/rooms/<int:room_id>", view_func=change, endpoint="change_room", methods=["POST"])
    blueprint.add_url_rule("/sessions/rooms/<int:room_id>/use", view_func=retire, endpoint="retire_room", methods=["POST"])


@needs("room.manage")
def listing():
    return _list({})


@needs("room.manage")
def add():
    try:
        with unit_of_work():
            room = rooms.add(request.form, g.actor)
    except (Invalid, Conflict) as refused:
        return _list(_errors(refused)), FORM_REFUSED
    flash(f"已增加“{room.name}”，排调解时就能选到。")
    return redirect(url_for(".rooms"))


@needs("room.manage")
def one(room_id):
    return render("sessions/room.html", room=rooms.room_for(room_id, g.actor), errors={}, typed=None)


@needs("room.manage")
def change(room_id):
    try:
        with unit_of_work():
            rooms.change(rooms.room_for(room_id, g.actor), request.form, g.actor)
    except (Invalid, Conflict) as refused:
        return render("sessions/room.html", room=rooms.room_for(room_id, g.actor), errors=_errors(refused),
                      typed=request.form), FORM_REFUSED
    flash("已保存。")
    return redirect(url_for(".rooms"))


@needs("room.manage")
def retire(room_id):
    with unit_of_work():
        room = rooms.room_for(room_id, g.actor)
        rooms.retire(room, g.actor)
    flash(f"“{room.name}”{'恢复使用' if room.active else '已停用，已排的调解不受影响'}。")
    return redirect(url_for(".rooms"))


def _list(errors: dict) -> str:
    return render("sessions/rooms.html", page=rooms.kept_by(g.actor, page_number(), PER_PAGE), units=rooms.units_of(g.actor),
                  errors=errors, typed=request.form)


def _errors(refused) -> dict:
    return getattr(refused, "errors", None) or {"name": [refused.message]}
