"""Ordering the whole dossier as one file: a person asks, a job binds, the file lies ready for a week."""

import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from app import clock, observe
from app.cases import timeline
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.papers import dossier, inspecting, permissions, settings, store
from app.papers.models import DossierOrder, Paper
from app.worklist.models import HumanTask

KEPT_FOR = timedelta(days=7)
GIVEN_UP_AFTER = timedelta(minutes=45)
SECONDS = 40 * 60
LARGEST = 4 * 1024 * settings.MEGABYTE
FAILED = "卷宗没有装订成功，可能有一份材料读不下去。请逐份预览，撤下或更换打不开的材料后重新制作。"


def order(case: Case, form: str, purpose: str, actor) -> DossierOrder:
    """Ask for it; whoever asks again while it waits gets the same order. Needs an open unit of work."""
    if form not in dossier.FORMS or purpose not in dossier.PURPOSES:
        raise Invalid("请选择卷宗的用途和格式。")
    if purpose not in purposes_for(case, actor):
        raise Forbidden("含调解笔录的卷宗只能由可以查看本案调解笔录的人制作。请改选移送、查阅副本。")
    waiting = db.session.scalar(sa.select(DossierOrder).where(
        DossierOrder.case_id == case.id, DossierOrder.form == form, DossierOrder.purpose == purpose,
        DossierOrder.state.in_(("WAITING", "RUNNING")), DossierOrder.asked_by_id == actor.id))
    if waiting:
        return waiting
    made = DossierOrder(case_id=case.id, form=form, purpose=purpose, asked_by_id=actor.id, asked_by_name=actor.name,
                        asked_at=clock.now())
    db.session.add(made)
    db.session.flush()
    timeline.write(case.id, "PAPER", f"制作卷宗：{dossier.PURPOSES[purpose]}。", actor, order=made.id)
    return made


def purposes_for(case: Case, actor) -> list[str]:
    """The purposes for which this person may take the dossier out."""
    levels = permissions.levels_for(case, actor)
    return [purpose for purpose in dossier.PURPOSES if set(dossier.LEVELS_IN[purpose]) <= levels]


def orders_of(case: Case, actor, most: int = 5) -> list[DossierOrder]:
    """The latest orders that this person may take out, newest first."""
    return list(db.session.scalars(sa.select(DossierOrder).where(
        DossierOrder.case_id == case.id, DossierOrder.purpose.in_(purposes_for(case, actor)))
        .order_by(DossierOrder.id.desc()).limit(most)))


def order_for(case: Case, order_id: int, actor) -> DossierOrder:
    found = db.session.scalar(sa.select(DossierOrder).where(
        DossierOrder.id == order_id, DossierOrder.case_id == case.id,
        DossierOrder.purpose.in_(purposes_for(case, actor))))
    if found is None:
        raise NotFound("没有找到这份卷宗：它不存在，或者不在您的权限范围内。")
    return found


def ready_file(found: DossierOrder) -> Path:
    """Where the bound dossier lies; raises Conflict while it is not ready."""
    if found.state != "READY":
        raise Conflict("这份卷宗还没有装订好，或已过保留期。请稍后再看，或重新制作。")
    return store.read(found.sha256)


def note_taken_out(found: DossierOrder, actor) -> None:
    timeline.write(found.case_id, "PAPER", f"下载卷宗：{dossier.PURPOSES[found.purpose]}。", actor, order=found.id)


def bind_next() -> int:
    """Bind one order that waits, or that a dead worker left behind; returns how many were taken up. Opens its own units."""
    order_id = _claim()
    if order_id is None:
        return 0
    try:
        sha256, size = _bind(order_id)
        values = {"state": "READY", "sha256": sha256, "size": size}
    except (DomainError, OSError, subprocess.SubprocessError) as why:
        observe.alarm("dossier.not_bound", order=order_id, why=repr(why))
        values = {"state": "FAILED", "failure": FAILED}
    _note(order_id, **values)
    return 1


def expire() -> int:
    """What lay ready for a week is forgotten; the sweep then takes the file."""
    with unit_of_work():
        return db.session.execute(sa.update(DossierOrder).where(
            DossierOrder.state == "READY", DossierOrder.asked_at < clock.now() - KEPT_FOR)
            .values(state="GONE", sha256=None)).rowcount


def _claim() -> int | None:
    """Of two who claim the same order one changes the row."""
    now = clock.now()
    open_ones = sa.or_(DossierOrder.state == "WAITING", sa.and_(
        DossierOrder.state == "RUNNING", DossierOrder.claimed_at < now - GIVEN_UP_AFTER))
    wanted = db.session.scalar(sa.select(DossierOrder.id).where(open_ones).order_by(DossierOrder.id).limit(1))
    db.session.rollback()
    if wanted is None:
        return None
    with unit_of_work():
        mine = db.session.execute(sa.update(DossierOrder).where(DossierOrder.id == wanted, open_ones)
                                  .values(state="RUNNING", claimed_at=now, done=0)).rowcount
    return wanted if mine else None


def _bind(order_id: int) -> tuple[str, int]:
    plan = _plan_of(order_id)
    _note(order_id, total=len(plan["items"]))
    with tempfile.TemporaryDirectory(dir=settings.folder()) as folder:
        script, out = Path(folder) / "plan.json", Path(folder) / "dossier"
        script.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
        with subprocess.Popen([sys.executable, "-m", "app.papers.binding", str(script), str(out)], stdout=subprocess.PIPE,
                              text=True, cwd=inspecting.HOME) as child:
            _follow(child, order_id, len(plan["items"]))
        if child.returncode:
            raise Invalid(f"binding ended with {child.returncode}")
        with out.open("rb") as bound, store.receive(bound, LARGEST) as received:
            return store.keep(received), received.size


def _follow(child: subprocess.Popen, order_id: int, total: int) -> None:
    """Every tenth of the way is written down for the page that waits."""
    for done, _ in enumerate(child.stdout, 1):
        if done == total or done % max(total // 10, 1) == 0:
            _note(order_id, done=done)
    child.wait(SECONDS)


def _plan_of(order_id: int) -> dict:
    found = db.session.get(DossierOrder, order_id)
    case = db.session.get(Case, found.case_id)
    papers = list(db.session.scalars(sa.select(Paper).where(
        Paper.case_id == case.id, Paper.withdrawn_at.is_(None)).order_by(Paper.id)))
    filed = db.session.scalar(sa.select(HumanTask.answers).where(
        HumanTask.case_id == case.id, HumanTask.element == "ut_file_archive", HumanTask.status == "DONE")
        .order_by(HumanTask.id.desc()).limit(1))
    made = dossier.plan(case, papers, found.form, found.purpose, found.asked_by_name, filed or {})
    db.session.rollback()
    return made


def _note(order_id: int, **values) -> None:
    with unit_of_work():
        db.session.execute(sa.update(DossierOrder).where(DossierOrder.id == order_id).values(**values))
