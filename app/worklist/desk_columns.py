"""What a person wants to see of each task in the worklist. Kept for each person; a saved view or a shared address may say
otherwise for itself."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock
from app.db import db
from app.errors import Invalid
from app.worklist.saved_view_models import DeskColumns

COLUMNS = {"case": "案件名称", "parties": "当事人", "number": "案件编号", "route": "途径", "time": "办理期限", "legal": "法定期限",
           "risk": "风险", "tier": "层级", "who": "等谁办", "opened": "收到时间"}
"""In the order in which they stand; what is to be done is always shown."""
USUAL = tuple(name for name in COLUMNS if name != "opened")


def shown_to(actor, asked: str | None) -> tuple[str, ...]:
    """The columns of a list: those the address asks for, else the person's own, else the usual ones."""
    own = asked or db.session.scalar(sa.select(DeskColumns.columns).where(DeskColumns.user_id == actor.id))
    return known((own or "").split(",")) or USUAL


def keep(names: Iterable[str], actor) -> None:
    """From now on this person sees these. Raises Invalid if none of them is a column."""
    wanted = known(names)
    if not wanted:
        raise Invalid("请至少勾选一项要显示的内容。")
    row = db.session.get(DeskColumns, actor.id)
    if row is None:
        row = DeskColumns(user_id=actor.id)
        db.session.add(row)
    row.columns, row.changed_at = ",".join(wanted), clock.now()


def back_to_usual(actor) -> None:
    db.session.execute(sa.delete(DeskColumns).where(DeskColumns.user_id == actor.id))


def known(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that are columns, in the order of the list."""
    wanted = set(names)
    return tuple(name for name in COLUMNS if name in wanted)
