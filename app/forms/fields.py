"""From a component to a marshmallow field: the kind of value it takes, and the rules that need only the value."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate
from marshmallow import ValidationError as Refused

from app.forms import moments
from app.forms.parts import Part, Scope, is_feel

LONGEST = {"textfield": 500, "textarea": 20_000}  # characters where the form sets no maxLength
LARGEST_NUMBER = 10**15
MOST_ITEMS = 300
MOST_FILES = 20

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|[\u202a-\u202e\u2066-\u2069]"
)
_LINE = re.compile(r"[\t\n]")
_SIGNATURE = re.compile(r"[1-9][0-9]{0,8}:[0-9a-f]{64}")
_PAPER = re.compile(r"[1-9][0-9]{0,8}")
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def schema_of(scope: Scope) -> Schema:
    """One marshmallow schema for a scope; lists and nested groups are schemas within it."""
    made = {key: _nested(inner) for key, inner in scope.nested.items()}
    made |= {key: field_of(part) for key, part in scope.parts.items() if part.type != "expression"}
    return Schema.from_dict(made)(unknown=EXCLUDE)


def field_of(part: Part) -> fields.Field:
    """The field of one part. Emptiness is no value: only what is filled in ever gets here."""
    if part.read_only and not part.scope:
        return fields.Raw()
    required = bool(part.validate.get("required"))
    return _MAKERS[part.type](part)(required=required, error_messages=_messages(part))


def _messages(part: Part) -> dict[str, str]:
    verb = {"checkbox": "勾选", "filepicker": "上传", "photos": "上传"}.get(part.type)
    verb = "完成" if part.type == "signature" else verb
    verb = verb or ("选择" if part.type in ("radio", "select", "checklist", "taglist", "datetime") else "填写")
    wrong = f"“{part.label}”的内容不对，请重新{verb}。"
    return {
        "required": f"请{verb}“{part.label}”。",
        "null": f"请{verb}“{part.label}”。",
        "invalid": wrong,
        "type": wrong,
    }


def _nested(scope: Scope) -> fields.Field:
    return fields.Nested(schema_of(scope), load_default=dict)


class _Value(fields.Field):
    """A field that knows its part."""

    part: Part

    def refuse(self, sentence: str) -> Refused:
        return Refused(f"“{self.part.label}”{sentence}")


def _maker(field: type[_Value]):
    return lambda part: type(field.__name__, (field,), {"part": part})


class Text(_Value):
    def __init__(self, **settings):
        super().__init__(**settings)
        rules = self.part.validate
        self.shortest = _whole(rules.get("minLength")) or 0
        self.longest = min(_whole(rules.get("maxLength")) or LONGEST[self.part.type], LONGEST["textarea"])
        self.one_line = self.part.type == "textfield"

    def _deserialize(self, value, attr, data, **_) -> str:
        if not isinstance(value, str):
            raise self.refuse("应是文字，请重新填写。")
        if _CONTROL.search(value) or (self.one_line and _LINE.search(value)):
            raise self.refuse("里有看不见的特殊字符，请删掉后重新输入。")
        if len(value) < self.shortest:
            raise self.refuse(f"至少写 {self.shortest} 个字，现在是 {len(value)} 个。")
        if len(value) > self.longest:
            raise self.refuse(f"最多写 {self.longest} 个字，现在是 {len(value)} 个，请删短一些。")
        return value


class Number(_Value):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.digits = _whole(self.part.component.get("decimalDigits"))
        self.low, self.high = _number(self.part.validate.get("min")), _number(self.part.validate.get("max"))

    def _deserialize(self, value, attr, data, **_) -> int | float | str:
        number = _number(value)
        if number is None or abs(number) > LARGEST_NUMBER:
            raise self.refuse("应是数字，如 12 或 12.5，请重新填写。")
        if self.digits is not None and number != round(number, self.digits):
            raise self.refuse("应是整数。" if self.digits == 0 else f"最多 {self.digits} 位小数。")
        if self.low is not None and number < self.low:
            raise self.refuse(f"不能小于 {self.low}。")
        if self.high is not None and number > self.high:
            raise self.refuse(f"不能大于 {self.high}。")
        return str(number) if self.part.component.get("serializeToString") else _plain(number)


class Checkbox(_Value):
    def _deserialize(self, value, attr, data, **_) -> bool:
        if not isinstance(value, bool):
            raise self.refuse("只能是勾选或不勾选。")
        return value


class Choice(_Value):
    """One option; those that only the context knows are compared later (app/forms/late.py)."""

    def _deserialize(self, value, attr, data, **_):
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.refuse("请从给出的选项里选择。")
        return chosen(self.part, value, self.part.component.get("values"))


class Choices(_Value):
    def _deserialize(self, value, attr, data, **_) -> list:
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            raise self.refuse("请从给出的选项里选择。")
        if any(isinstance(one, bool) or not isinstance(one, str | int | float) for one in value):
            raise self.refuse("请从给出的选项里选择。")
        options = self.part.component.get("values")
        return list(dict.fromkeys(chosen(self.part, one, options) for one in value))


def chosen(part: Part, value, options):
    """The option's own value; raises ValidationError when it is none of them."""
    if options is None:
        return value
    for option in options:
        known = option.get("value") if isinstance(option, Mapping) else option
        if known == value or (known is not None and str(known) == str(value)):
            return known
    raise Refused(f"“{part.label}”请从给出的选项里选择。")


class Moment(_Value):
    """A date "2026-03-05", a time "14:30" or a moment "2026-03-05T14:30:00+08:00"."""

    def _deserialize(self, value, attr, data, **_) -> str:
        kind = self.part.component.get("subtype", "date")
        found = (
            {"date": moments.day, "time": moments.hour}.get(kind, moments.moment)(value)
            if isinstance(value, str)
            else None
        )
        if found is None:
            example = {"date": "2026-03-05", "time": "14:30"}.get(kind, "2026-03-05 14:30")
            raise self.refuse(f"看不懂，请写成 {example} 的样子。")
        return found.isoformat("minutes") if kind == "time" else found.isoformat()


class Files(_Value):
    """Ids of files that were uploaded before."""

    def _deserialize(self, value, attr, data, **_) -> list[str]:
        ids = value if isinstance(value, list) else [value]
        if len(ids) > MOST_FILES:
            raise self.refuse(f"最多 {MOST_FILES} 个文件，请删去一些。")
        if not all(isinstance(one, str | int) and _FILE_ID.fullmatch(str(one)) for one in ids):
            raise self.refuse("没有上传成功，请重新上传。")
        return list(dict.fromkeys(str(one) for one in ids))


class Photos(_Value):
    """Numbers of papers, ["12", "15"]; which ones may be named is compared later (app/forms/late.py)."""

    def _deserialize(self, value, attr, data, **_) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) and _PAPER.fullmatch(one) for one in value):
            raise self.refuse("没有存好，请重新上传。")
        if len(value) > MOST_FILES:
            raise self.refuse(f"最多 {MOST_FILES} 份，请移除一些。")
        return list(dict.fromkeys(value))


class Signature(_Value):
    """A paper and its checksum, "12:9f86d0…"; which ones may be named is compared later (app/forms/late.py)."""

    def _deserialize(self, value, attr, data, **_) -> str:
        if not isinstance(value, str) or not _SIGNATURE.fullmatch(value):
            raise self.refuse("没有存好，请重新签名。")
        return value


def _list(part: Part):
    def make(required, error_messages):
        item = fields.Nested(schema_of(part.scope))
        most = validate.Length(max=MOST_ITEMS, error=f"“{part.label}”最多 {MOST_ITEMS} 项，请删去一些。")
        return fields.List(item, required=required, error_messages=error_messages, validate=most)

    return make


_MAKERS = {
    "textfield": _maker(Text),
    "textarea": _maker(Text),
    "number": _maker(Number),
    "checkbox": _maker(Checkbox),
    "radio": _maker(Choice),
    "select": _maker(Choice),
    "checklist": _maker(Choices),
    "taglist": _maker(Choices),
    "datetime": _maker(Moment),
    "filepicker": _maker(Files),
    "signature": _maker(Signature),
    "photos": _maker(Photos),
    "dynamiclist": _list,
}


def cleaned(value: str) -> str:
    """A text as it is kept: composed (NFC), trimmed, with one kind of line end."""
    if not value.isascii():
        value = unicodedata.normalize("NFC", value.replace("\ufeff", ""))
    return value.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u3000\xa0")


def _whole(value: Any) -> int | None:
    number = None if is_feel(value) else _number(value)
    return None if number is None else int(number)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return None
    try:
        number = Decimal(unicodedata.normalize("NFKC", str(value)).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
