"""What the settings of an entry may be, a marshmallow schema for each list."""

import re

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from app.catalogues.lists import AUDIENCES, EXTRA, LISTS, OUTSIDE, PLACEHOLDERS, TOLD, Field

_UNKNOWN = {"unknown": "目录里没有这一项内容，请删去。", "type": "内容的格式不对。"}
_NEEDED = {"required": "请填写。", "null": "请填写。", "invalid": "内容的格式不对。"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class OfList(Schema):
    error_messages = _UNKNOWN


class Audience(OfList):
    told = fields.String(required=True, validate=validate.OneOf(TOLD, error="请从列表中选择。"))
    by = fields.List(fields.String(validate=validate.OneOf(EXTRA, error="没有这种通知方式。")), load_default=list)


class Notices(OfList):
    sms = fields.String(load_default="", validate=validate.Length(max=200, error="短信请控制在 200 字以内。"))
    audiences = fields.Dict(fields.String(validate=validate.OneOf(AUDIENCES, error="没有这个通知对象。")),
                            fields.Nested(Audience), load_default=dict)

    @validates_schema
    def check_words(self, data, **_):
        unknown = [word for word in _PLACEHOLDER.findall(data["sms"]) if word not in PLACEHOLDERS]
        rest = _PLACEHOLDER.sub("", data["sms"])
        if unknown or "{" in rest or "}" in rest:
            raise ValidationError({"sms": [f"花括号里只能写：{'、'.join(PLACEHOLDERS)}。例如 {{案号}}。"]})
        wrong = [AUDIENCES[word] for word in OUTSIDE if data["audiences"].get(word, {}).get("by")]
        if wrong:
            raise ValidationError({"audiences": [f"{'、'.join(wrong)}的通知方式是固定的。"]})

    @post_load
    def leave_out_what_is_usual(self, data, **_):
        said = {word: one for word, one in data["audiences"].items() if one != {"told": "NAMED", "by": []}}
        return {**data, "audiences": said}


def _made(field: Field) -> fields.Field:
    if field.kind == "number":
        return fields.Integer(strict=True, required=True, error_messages={**_NEEDED, "invalid": "要填整数。"})
    if field.kind == "yes":
        return fields.Boolean(load_default=False, truthy={True}, falsy={False}, error_messages=_NEEDED)
    if field.kind == "choice":
        return fields.String(required=True, validate=validate.OneOf(field.choices, error="请从列表中选择。"),
                             error_messages=_NEEDED)
    length = validate.Length(min=1 if field.needed else 0, max=field.longest, error=(
        f"请填写，{field.longest} 字以内。" if field.needed else f"请控制在 {field.longest} 字以内。"))
    if field.needed:
        return fields.String(required=True, validate=length, error_messages=_NEEDED)
    return fields.String(load_default="", validate=length, error_messages=_NEEDED)


SCHEMAS: dict[str, OfList] = {
    key: Notices() if key == "notices" else OfList.from_dict({one.name: _made(one) for one in of.fields})()
    for key, of in LISTS.items()}
