"""What an administrator does to a list: change, add, retire, take up again, go back to the default, load a whole list.

Each verb writes down who, when and why, with before and after, and announces CatalogueChanged. A change waits until every
step that has read the lists is committed, and holds up the next ones until it is itself (as worktime/actions.py does).
"""

from collections.abc import Iterable, Mapping
from secrets import token_hex
from typing import Any

import sqlalchemy as sa

from app import clock, events, observe
from app.catalogues import queries, rules
from app.catalogues.entries import Entry, shipped
from app.catalogues.events import CatalogueChanged
from app.catalogues.models import CatalogueChange, CatalogueEntry, CatalogueMark
from app.db import db, is_sqlite
from app.errors import Invalid, NotFound

WHAT = {"ADDED": "增加", "CHANGED": "调整", "RETIRED": "停用", "TAKEN_UP": "恢复使用", "RESET": "恢复默认"}
_KEPT = ("name", "settings", "active", "position")


def change(list_key: str, code: str, values: Mapping[str, Any], reason: str, actor) -> Entry:
    """`values`: name, settings, position; what is left out stays. Raises Invalid with sentences by field."""
    _wait_for_readers()
    present = queries.entry(list_key, code)
    _write(list_key, code, {**present.as_data(), **values}, reason, actor)
    return _announced(list_key, code)


def add(list_key: str, code: str, values: Mapping[str, Any], reason: str, actor) -> Entry:
    """A new entry; without a position it comes last."""
    _wait_for_readers()
    present = queries.entries(list_key)
    rules.refuse_wrong_code(list_key, code, present)
    last = max((one.position for one in present.values()), default=0)
    _write(list_key, code, {"position": last + 10, **values, "active": True}, reason, actor)
    return _announced(list_key, code)


def retire(list_key: str, code: str, reason: str, actor) -> Entry:
    """No new form offers it any more; cases that bear it keep it, in words."""
    return change(list_key, code, {"active": False}, reason, actor)


def take_up(list_key: str, code: str, reason: str, actor) -> Entry:
    """Offer a retired entry again."""
    return change(list_key, code, {"active": True}, reason, actor)


def back_to_default(list_key: str, code: str, reason: str, actor) -> Entry:
    """As it was shipped; what was never shipped is not found."""
    _wait_for_readers()
    default = queries.entry(list_key, code).default
    if default is None:
        raise NotFound("这一项是本中心增加的，没有默认值可以恢复，不再使用时请停用。")
    _write(list_key, code, default.as_data(), reason, actor, "RESET")
    return _announced(list_key, code)


def load(list_key: str, rows: Iterable[Mapping[str, Any]], reason: str, actor) -> int:
    """Take over the rows of a file ({code, name, settings, active, position} each); what the file does not name stays.
    Returns how many entries changed. Raises Invalid with sentences by code, and then nothing is changed."""
    _wait_for_readers()
    rules.refuse_without_reason(reason)
    present = queries.entries(list_key)
    wanted, wrong = rules.all_checked(list_key, rows, present)
    if wrong:
        raise Invalid("文件里有内容不能用，没有保存。请按提示改正后重新导入。", errors=wrong)
    changed = [code for code, after in wanted.items() if code not in present or present[code].as_data() != after]
    for code in changed:
        before = present[code].as_data() if code in present else None
        _replace(list_key, code, before, wanted[code], reason, actor, _what(before, wanted[code]))
    if changed:
        events.publish(CatalogueChanged(list_key, frozenset(changed)))
    return len(changed)


def _write(list_key: str, code: str, values: Mapping[str, Any], reason: str, actor, what: str | None = None) -> None:
    present = queries.entries(list_key)
    rules.refuse_without_reason(reason)
    after = rules.checked(list_key, code, values, present)
    before = present[code].as_data() if code in present else None
    if after != before:
        _replace(list_key, code, before, after, reason, actor, what or _what(before, after))


def _replace(list_key: str, code: str, before, after: Mapping[str, Any], reason: str, actor, what: str) -> None:
    row = db.session.scalar(sa.select(CatalogueEntry).where(CatalogueEntry.list_key == list_key,
                                                            CatalogueEntry.code == code))
    default = shipped(list_key).get(code)
    if default is not None and after == default.as_data():
        if row is not None:
            db.session.delete(row)
    else:
        row = row or CatalogueEntry(list_key=list_key, code=code)
        row.name, row.settings, row.active, row.position = (after[one] for one in _KEPT)
        row.changed_at, row.changed_by, row.reason = clock.now(), actor.name, reason.strip()
        db.session.add(row)
    db.session.add(CatalogueChange(
        list_key=list_key, code=code, what=what, at=clock.now(), actor_id=actor.id, actor_name=actor.name,
        reason=reason.strip(), before=before, after=after))
    _mark_anew()
    observe.instrument("catalogue.changed", list=list_key, code=code, by=actor.id)


def _what(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    if before is None:
        return "ADDED"
    if before["active"] != after["active"]:
        return "TAKEN_UP" if after["active"] else "RETIRED"
    return "CHANGED"


def _mark_anew() -> None:
    row = db.session.get(CatalogueMark, 1) or CatalogueMark(id=1)
    row.mark = token_hex(16)
    db.session.add(row)
    db.session.flush()
    queries.forget_held()


def _announced(list_key: str, code: str) -> Entry:
    events.publish(CatalogueChanged(list_key, frozenset({code})))
    return queries.entry(list_key, code)


def _wait_for_readers() -> None:
    """SQLite has one writer at a time anyway. On PostgreSQL a read keeps its table lock until its transaction ends."""
    if not is_sqlite():
        db.session.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
        db.session.execute(sa.text("LOCK TABLE catalogue_mark IN ACCESS EXCLUSIVE MODE"))
