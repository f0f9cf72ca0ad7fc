"""What a form island sends."""

from flask import request

from app.errors import Invalid


def answers() -> dict:
    """The answers in the request's JSON body."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        raise Invalid("提交的内容无法读取，请刷新页面后重新填写。")
    return body["answers"]
