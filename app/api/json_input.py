"""Strict JSON: what no database or form could hold is refused while it is read.

Refused: nesting beyond 60 levels, NaN and infinities, NUL characters and lone surrogates, numbers out of all range.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from flask import Request
from flask.json.provider import DefaultJSONProvider
from marshmallow import ValidationError
from webargs import core
from webargs.flaskparser import FlaskParser

from app.api.errors import Unreadable
from app.db import dump_json
from app.errors import Invalid

DEEPEST = 60
LARGEST_INTEGER = 2**63
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_json(raw: bytes) -> Any:
    """The value in these bytes, or Unreadable with a sentence."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_float=_finite, parse_int=_bounded)
    except (ValueError, RecursionError) as why:
        raise Unreadable() from why
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and _depth(value) > DEEPEST:
        raise Unreadable(f"内容嵌套超过 {DEEPEST} 层，请简化后再提交。")
    if _SUSPECT.search(raw) and any(map(_UNSTORABLE.search, _strings(value))):
        raise Unreadable("内容里有无法保存的字符（空字符或不完整的字符），请去掉后再提交。")
    return value


class StrictJson(DefaultJSONProvider):
    """Flask's own reading and writing of JSON, by the same rules."""

    def loads(self, s: str | bytes, **_kwargs) -> Any:
        return read_json(s.encode("utf-8", "surrogatepass") if isinstance(s, str) else s)

    def dumps(self, obj: Any, **_kwargs) -> str:
        return dump_json(obj)

    def response(self, *args: Any, **kwargs: Any):
        body = dump_json(self._prepare_response_obj(args, kwargs))
        return self._app.response_class(body + "\n", mimetype="application/json")


class StrictParser(FlaskParser):
    """webargs with strict JSON and our own errors."""

    def _raw_load_json(self, req: Request) -> Any:
        if not core.is_json(req.mimetype):
            return core.missing
        body = req.get_data(cache=True)
        return read_json(body) if body.strip() else core.missing

    def handle_error(self, error: ValidationError, req, schema, *, error_status_code, error_headers) -> NoReturn:
        raise Invalid(errors=by_path(error.messages))


def by_path(messages: dict) -> dict[str, list[str]]:
    """marshmallow's nested messages as {"parties.0.phone": [sentence, …]}; the location is left out."""
    found: dict[str, list[str]] = {}
    for inner in messages.values():
        _collect(inner, (), found)
    return found


def _collect(messages, path: tuple, found: dict) -> None:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            _collect(inner, path if key == "_schema" else (*path, str(key)), found)
    else:
        found[".".join(path)] = [str(sentence) for sentence in messages]


def _depth(value: Any) -> int:
    return max(depth for _, depth in _walk(value))


def _strings(value: Any) -> Iterator[str]:
    for item, _ in _walk(value):
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            yield from item


def _walk(value: Any) -> Iterator[tuple[Any, int]]:
    """Every value inside, with how many lists and objects it opens or lies in; without recursion, since depth is what
    is doubted."""
    waiting = [(value, 0)]
    while waiting:
        item, above = waiting.pop()
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else None
        yield item, above if inner is None else above + 1
        waiting.extend((one, above + 1) for one in inner or ())


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is out of range")
    return number


def _bounded(text: str) -> int:
    if len(text) > 20 or not -LARGEST_INTEGER <= int(text) < LARGEST_INTEGER:
        raise ValueError("a number is out of range")
    return int(text)
