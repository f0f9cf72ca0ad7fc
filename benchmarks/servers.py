"""Starts the floor and Hejie under the same gunicorn, on the same database, and prepares Hejie's rows."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks import small_process
from tests import databases

WORKERS = 2


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """(process id, port) of a gunicorn with two workers, stopped afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-w", str(WORKERS), "-b", f"127.0.0.1:{port}", "--log-level", "error",
               "--no-control-socket", application]
    process = subprocess.Popen(command, env={**os.environ, **environment}, cwd=Path(__file__).parent.parent)
    try:
        _wait_for(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(20)


def floor_environment(kind: str, folder: Path) -> dict[str, str]:
    """A fresh database with the floor's tables."""
    url = databases.fresh_url(kind, folder)
    address = str(folder / "floor.db") if kind == "sqlite" else url.replace("postgresql+psycopg://", "postgresql://")
    environment = {"FLOOR_DATABASE": address}
    script = "from benchmarks import floor; floor.create_tables()"
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, **environment},
                   cwd=Path(__file__).parent.parent)
    return environment


def hejie_environment(kind: str, folder: Path) -> dict[str, str]:
    return {"HEJIE_DATABASE_URL": databases.fresh_url(kind, folder), "HEJIE_DATA_DIR": str(folder),
            "HEJIE_SECRET_KEY": "for-the-benchmark", "HEJIE_DEMO": "1", "HEJIE_ARGON2_TIME_COST": "1",
            "HEJIE_ARGON2_MEMORY_KIB": "64"}


class Hejie:
    """The product prepared for measuring: the county, a window clerk's token, a bundle deployed."""

    def __init__(self, environment: dict[str, str], bundle: dict[str, bytes] | None = None):
        os.environ.update(environment)
        from app.db import db, unit_of_work
        from app.factory import create_app
        from app.processes import actions as processes
        from tests.cast import WINDOW, seed_cast

        self.app = create_app()
        with self.app.app_context():
            db.create_all()
            self.cast = seed_cast()
            self.actor, self.token = self.cast.actor(WINDOW), self.bearer(WINDOW)
            with unit_of_work():
                processes.deploy(bundle or small_process.bundle(), None)

    def bearer(self, who: str) -> dict[str, str]:
        """REST headers with a token of this person that outlives the longest case."""
        from app.db import unit_of_work
        from app.identity import tokens

        with self.app.app_context(), unit_of_work():
            return {"Authorization": f"Bearer {tokens.create(self.cast.user(who), '测量', tokens.LONGEST_DAYS)}"}

    def start_cases(self, count: int, process_id: str = "small_process") -> list[tuple[int, int]]:
        """(case id, id of its first open task) of that many new cases."""
        from app.cases import lifecycle
        from app.db import unit_of_work
        from app.instances import actions as instances

        started = []
        with self.app.app_context():
            for _ in range(count):
                with unit_of_work():
                    case_id = lifecycle.open_case(self.actor)
                    instances.start(process_id, {}, case_id, self.actor)
                started.append((case_id, self._open_task(case_id)))
        return started

    def _open_task(self, case_id: int) -> int:
        from app.db import db
        from app.worklist.models import HumanTask

        return db.session.scalar(sa.select(HumanTask.id).where(HumanTask.case_id == case_id,
                                                               HumanTask.status == "OPEN"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
