"""A list as a file: written as JSON or CSV, read back, and compared with what holds now before anything is changed."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogues import queries, rules
from app.catalogues.entries import Entry
from app.catalogues.lists import LISTS, Field
from app.catalogues.wording import changes_in_words
from app.db import dump_json
from app.errors import Invalid

MOST_ROWS, MOST_CHARACTERS = 2000, 500_000
FRAME = {"code": "编号", "name": "名称", "active": "使用", "position": "顺序"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula is written with an apostrophe before it."""


@dataclass(frozen=True)
class Difference:
    """What a file would do to one entry. `lines`: what changes, in words; `wrong`: why it can't."""

    code: str
    name: str
    what: str
    lines: list[str]
    wrong: list[str]


def as_json(list_key: str) -> str:
    rows = [{"code": one.code, **one.as_data()} for one in queries.entries(list_key).values()]
    return json.dumps({"list": list_key, "entries": rows}, ensure_ascii=False, indent=1) + "\n"


def as_csv(list_key: str) -> str:
    """With the mark that makes spreadsheets read it as UTF-8."""
    file = io.StringIO()
    fields = _columns(list_key)
    writer = csv.writer(file)
    writer.writerow([*FRAME.values(), *(one.label for one in fields)])
    for one in queries.entries(list_key).values():
        frame = [one.code, one.name, "是" if one.active else "否", one.position]
        writer.writerow([_cell(value) for value in (*frame, *(_shown(field, one) for field in fields))])
    return "\ufeff" + file.getvalue()


def read(list_key: str, text: str) -> list[dict[str, Any]]:
    """The rows of a JSON or CSV text; raises Invalid with a sentence under "file"."""
    text = text.removeprefix("\ufeff").strip()
    if not text or len(text) > MOST_CHARACTERS:
        raise Invalid(errors={"file": ["请选择导出过的 JSON 或 CSV 文件，改好后再导入。" if not text else "文件太大，请只保留要改的几行。"]})
    rows = _json_rows(list_key, text) if text[0] in "{[" else _csv_rows(list_key, text)
    codes = [row["code"] for row in rows]
    twice = sorted({code for code in codes if codes.count(code) > 1})[:5] if len(codes) <= MOST_ROWS else []
    if not rows or len(rows) > MOST_ROWS or twice:
        sentence = f"编号 {'、'.join(twice)} 出现了两次，请删去多余的行。" if twice else f"文件要有 1 到 {MOST_ROWS} 行。"
        raise Invalid(errors={"file": [sentence]})
    return rows


def differences(list_key: str, rows: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """What loading these rows would change, entry by entry; unchanged ones are left out unless they are wrong."""
    present = queries.entries(list_key)
    wanted, wrong = rules.all_checked(list_key, rows, present)
    found = []
    for code, after in wanted.items():
        before = present[code].as_data() if code in present else None
        if after != before or code in wrong:
            lines = [] if code in wrong else changes_in_words(list_key, before, after)
            found.append(Difference(code, after["name"], "增加" if before is None else "修改", lines, wrong.get(code, [])))
    return found


def _json_rows(list_key: str, text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
        rows = data["entries"] if isinstance(data, dict) else data
        kept = [{"code": str(row["code"])[:40], **{name: row[name] for name in ("name", "settings", "active", "position")}}
                for row in rows]
    except (ValueError, KeyError, TypeError, RecursionError) as why:
        raise Invalid(errors={"file": ["文件读不懂：每一项都要有 code、name、settings、active、position。请先导出一份作样子。"]}) from why
    if isinstance(data, dict) and data.get("list") not in (None, list_key):
        raise Invalid(errors={"file": [f"这是另一个目录的文件，请到那里导入；这里是“{LISTS[list_key].title}”。"]})
    return kept


def _csv_rows(list_key: str, text: str) -> list[dict[str, Any]]:
    fields = _columns(list_key)
    wanted = [*FRAME.values(), *(one.label for one in fields)]
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        missing = [label for label in wanted if label not in (reader.fieldnames or ())]
        lines = [line for line in reader if any((value or "").strip() for value in line.values() if isinstance(value, str))]
    except csv.Error as why:
        raise Invalid(errors={"file": ["文件读不懂，请先导出一份 CSV 作样子。"]}) from why
    if missing:
        raise Invalid(errors={"file": [f"文件缺少这些列：{'、'.join(missing)}。请先导出一份作样子。"]})
    return [_row(line, fields) for line in lines]


def _row(line: Mapping[str, str], fields: Iterable[Field]) -> dict[str, Any]:
    cell = {label: _plain(value) for label, value in line.items() if isinstance(value, str)}
    settings = {one.name: _typed(one, cell.get(one.label, "")) for one in fields}
    return {"code": cell.get("编号", "")[:40], "name": cell.get("名称", ""), "settings": settings,
            "active": {"是": True, "否": False}.get(cell.get("使用", "")), "position": _number(cell.get("顺序", ""))}


def _columns(list_key: str) -> tuple[Field, ...]:
    extra = (Field("audiences", "通知对象", "json"),) if list_key == "notices" else ()
    return (*LISTS[list_key].fields, *extra)


def _shown(field: Field, one: Entry) -> Any:
    value = one.settings.get(field.name, "")
    if field.kind == "choice":
        return field.choices.get(value, value)
    if field.kind == "yes":
        return "是" if value else "否"
    return dump_json(value) if field.kind == "json" else value


def _typed(field: Field, text: str) -> Any:
    if field.kind == "choice":
        return {label: code for code, label in field.choices.items()}.get(text, text)
    if field.kind == "yes":
        return {"是": True, "否": False}.get(text)
    if field.kind == "json":
        try:
            return json.loads(text or "{}")
        except (ValueError, RecursionError):
            return text
    return _number(text) if field.kind == "number" else text


def _number(text: str) -> int | str:
    return int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 8 else text


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _plain(text: str) -> str:
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA else text
