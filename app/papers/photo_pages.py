"""The photo field of a task's form: taking a file in, showing it, taking it out again."""

from flask import Blueprint, g, jsonify, request

from app.access import needs, takes_a_file
from app.db import unit_of_work
from app.papers import photos, previews, serving


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/tasks/<int:task_id>/photos", view_func=add_photo, methods=["POST"])
    blueprint.add_url_rule("/tasks/<int:task_id>/photos/<int:paper_id>", view_func=photo)
    blueprint.add_url_rule("/tasks/<int:task_id>/photos/<int:paper_id>", view_func=remove_photo, methods=["DELETE"])


@needs("task.complete")
@takes_a_file
def add_photo(task_id):
    """One file as the body; which field it is for and what it is called stand in the address."""
    paper = photos.add(task_id, request.args.get("path", "")[:200], request.stream, request.args.get("fileName", "").strip(), g.actor)
    return jsonify(id=str(paper.id), title=paper.title), 201


@needs("task.read")
def photo(task_id, paper_id):
    """Its first page: small for the form, large for who wants to read it."""
    size = "large" if request.args.get("size") == "large" else "small"
    return serving.picture(previews.page(photos.version_of(task_id, paper_id, g.actor), 1, size))


@needs("task.complete")
def remove_photo(task_id, paper_id):
    with unit_of_work():
        photos.remove(task_id, paper_id, g.actor)
    return jsonify(id=str(paper_id))
