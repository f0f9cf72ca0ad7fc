"""What a step did that nobody can take back: a message the case's other processes acted on, a process that was begun.

One row for each instance and element, the latest only, so that a daily message costs no more than the first one.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, run
from app.engine import effects as e
from app.engine.returning import Done, lies_behind
from app.instances.loading import Loaded
from app.instances.models import LastingAct

OPERATORS = {"process.start": "已启动关联流程", "case.merge": "案件已并入另一案",
             "document.number": "已编定文书号"}
"""Services that reach beyond the process, and what is said of them. All others can be asked again without harm."""

OF_THE_CASE = frozenset({"supervision.issue", "supervision.release"})
"""Services that may be asked again on the way forward, but have no way back: slips were issued and have been read. One can be
sent back behind them; the step itself can't be taken back. What moved limits can: clock_undoing.py puts them back."""

_ROWS = LastingAct.__table__
_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def _keeping(insert):
    return insert.on_conflict_do_update(index_elements=["instance_id", "element"], set_={
        name: insert.excluded[name] for name in ("step", "place", "said")})


_KEEP = {name: _keeping(dialect.insert(_ROWS)) for name, dialect in _DIALECTS.items()}


def keep(loaded: Loaded, effects: Iterable) -> None:
    """Write down what of these effects lasts."""
    rows = {act.element: {"instance_id": loaded.id, "element": act.element, "step": act.step, "place": act.place,
                          "said": said} for act, said in _acts(effects)}
    if rows:
        run(_KEEP[db.session().connection().dialect.name], list(rows.values()))


def forbids_withdrawal(effects: Iterable) -> bool:
    """Whether a step did something outside the engine's state that restoring that state would contradict."""
    effects = list(effects)
    return any(True for _ in _acts(effects)) or any(
        isinstance(effect, e.ServiceDone) and effect.operator in OF_THE_CASE for effect in effects)


def since(instance_id: int, target: Done) -> list[str]:
    """What would have to be undone on the way back to this task, in words; nothing if the way is free."""
    rows = db.session.scalars(sa.select(LastingAct).where(LastingAct.instance_id == instance_id)
                              .order_by(LastingAct.element))
    return list(dict.fromkeys(row.said for row in rows if lies_behind(target, row.step, row.place)))


def _acts(effects: Iterable):
    for effect in effects:
        match effect:
            case e.MessageThrown(message=message):
                yield effect, f"已向其他流程发出消息“{message}”"
            case e.ServiceDone(operator=operator) if operator in OPERATORS:
                yield effect, OPERATORS[operator]
