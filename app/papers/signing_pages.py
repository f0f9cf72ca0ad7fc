"""The signature field of a task's form: taking a picture in, showing it."""

from flask import Blueprint, g, jsonify, request

from app.access import needs
from app.papers import previews, serving, signing


def mount(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/tasks/<int:task_id>/signatures", view_func=sign, methods=["POST"])
    blueprint.add_url_rule("/tasks/<int:task_id>/signatures", view_func=signature)


@needs("task.complete")
def sign(task_id):
    """The picture is the body; which field it is for stands in the address."""
    answer = signing.sign(task_id, request.args.get("path", "")[:200], request.get_data(), g.actor)
    return jsonify(answer=answer), 201


@needs("task.read")
def signature(task_id):
    version = signing.version_of(task_id, request.args.get("answer", ""), g.actor)
    return serving.picture(previews.page(version, 1, "large"))
