"""A window in a process of its own: `python -m tests.cases.registering URL FOLDER TIMES hold|end`.

Registers that many cases, every third one undone after its number was taken. "hold": takes one more number, says so, and keeps the
transaction open until somebody kills the process.
"""

import sys
from pathlib import Path

from app import clock
from app.cases import documents, lifecycle
from app.cases.models import Case
from app.config import Config
from app.db import db, unit_of_work
from app.factory import create_app
from app.identity.actor import SYSTEM
from tests.cases.situations import UPPER_RIVER

NOW = "2026-03-02 10:00"


class PowerCut(Exception):
    """After the number was taken, before anything was kept."""


def register() -> str:
    """One case with its number and two papers, within the open unit of work."""
    now = clock.at(NOW)
    case = Case(created_at=now, registered_at=now, region_code=UPPER_RIVER, status="REGISTERED", title="界址纠纷", facts={})
    db.session.add(case)
    db.session.flush()
    papers = ("D30", "受理回执"), ("D34", "激化风险报告单")
    for code, title in papers if case.id % 2 else reversed(papers):
        documents.note(case, code, title, SYSTEM, now)
    return lifecycle.register(case, SYSTEM, now)


def register_many(times: int) -> None:
    for turn in range(times):
        try:
            with unit_of_work():
                register()
                if turn % 3 == 2:
                    raise PowerCut
        except PowerCut:
            continue


def main(url: str, folder: str, times: str, last: str) -> None:
    app = create_app(Config(database_url=url, secret_key="for-windows", data_dir=Path(folder), testing=True))
    with app.app_context():
        register_many(int(times))
        if last == "hold":
            with unit_of_work():
                print("holding", register(), flush=True)
                sys.stdin.read()
                raise PowerCut


if __name__ == "__main__":
    main(*sys.argv[1:])
