"""What papers need by themselves: scanning what waited, taking away files that no row points at."""

import sqlalchemy as sa

from app import clock
from app.cases import timeline
from app.db import db, unit_of_work
from app.papers import orders, queries, scanning, settings, store
from app.papers.models import Paper, PaperVersion

AT_ONCE = 20
ORPHANED_AFTER = 24 * 3600


def sweep_files() -> int:
    """Files that a crash left without a row, a day old, and dossiers that lay ready for a week; returns how many went."""
    orders.expire()
    gone = store.sweep(ORPHANED_AFTER, queries.pointed_at)
    db.session.rollback()
    return gone


def scan_waiting() -> int:
    """Show the scanner what came in while it was away; returns how many got an answer."""
    clamd, answered = settings.current().clamd, 0
    waiting = list(db.session.execute(sa.select(PaperVersion.id, PaperVersion.sha256).where(
        PaperVersion.scan == scanning.WAITING).order_by(PaperVersion.id).limit(AT_ONCE))) if clamd else []
    db.session.rollback()
    for version_id, sha256 in waiting:
        found = scanning.scan(store.path_of(sha256), clamd)
        if found == scanning.WAITING:
            break
        with unit_of_work():
            _settle(version_id, found)
        answered += 1
    return answered


def _settle(version_id: int, found: str) -> None:
    """An infected file stays where it is, closed to everybody; its paper is withdrawn."""
    changed = db.session.execute(sa.update(PaperVersion).where(
        PaperVersion.id == version_id, PaperVersion.scan == scanning.WAITING).values(scan=found)).rowcount
    if not changed or found != scanning.INFECTED:
        return
    paper = db.session.scalar(sa.select(Paper).join(PaperVersion).where(PaperVersion.id == version_id))
    paper.withdrawn_at, paper.withdrawn_by_name = clock.now(), "系统"
    paper.withdrawn_because = "查毒程序在文件里发现了病毒"
    timeline.write(paper.case_id, "PAPER_OUT", "撤下一份材料：查毒程序在文件里发现了病毒，请上传人重新提供。",
                   None, paper.element, paper=paper.id, code=paper.code)
