"""Locking and loading: all running instances of a case are locked together, in one order, so that two steps of one
case wait for each other and never block each other for good.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from app.db import db, run
from app.errors import Conflict, NotFound
from app.instances.models import Instance

ALIVE = ("RUNNING", "SUSPENDED", "FAILED")
_LOADED = "hejie_loaded_instances"
_ROWS = Instance.__table__.c
# FOR NO KEY UPDATE: two steps wait for each other; a claim, whose task only refers to the instance, need not
_LOCK = sa.select(_ROWS.id, _ROWS.case_id, _ROWS.process_id, _ROWS.digest, _ROWS.status, _ROWS.state, _ROWS.version
                  ).where(_ROWS.status.in_(ALIVE)).order_by(_ROWS.id).with_for_update(key_share=True)
_LOCK_CASE = _LOCK.where(_ROWS.case_id == sa.bindparam("which"))
_LOCK_ONE = _LOCK.where(_ROWS.id == sa.bindparam("which"))


@dataclass
class Loaded:
    """A locked instance within the present unit of work; `state` and `version` move on with each step."""

    id: int
    case_id: int | None
    process_id: str
    digest: str
    status: str
    state: bytes
    version: int


def load(instance_id: int, case_id: int | None) -> Loaded:
    """The instance, locked until the unit of work ends, with all its case's others. Ended ones are refused."""
    found = find(instance_id, case_id)
    if found is None:
        raise _gone(instance_id)
    return found


def find(instance_id: int, case_id: int | None) -> Loaded | None:
    """The same, but None if it has ended or never was."""
    return _kept().get(instance_id) or lock(instance_id, case_id).get(instance_id)


def lock(instance_id: int | None, case_id: int | None) -> dict[int, Loaded]:
    """Lock what belongs to the case (or, without one, the single instance); returns {instance id: Loaded}."""
    wanted = (_LOCK_ONE, instance_id) if case_id is None else (_LOCK_CASE, case_id)
    kept = _kept()
    for row in run(wanted[0], {"which": wanted[1]}):
        kept.setdefault(row.id, Loaded(*row))
    return kept


def keep(loaded: Loaded) -> None:
    """Remember an instance that this unit of work has just created."""
    _kept()[loaded.id] = loaded


def _kept() -> dict[int, Loaded]:
    """Loaded instances of the present transaction only: the next one must read anew."""
    session = db.session()
    transaction, kept = session.info.get(_LOADED, (None, {}))
    if transaction is not session.get_transaction():
        kept = {}
        session.info[_LOADED] = (session.get_transaction(), kept)
    return kept


def _gone(instance_id: int):
    status = db.session.scalar(sa.select(Instance.status).where(Instance.id == instance_id))
    if status is None:
        return NotFound("没有找到这个流程。")
    return Conflict("这个流程已经结束，不能再办理。请刷新页面查看结果。")
