"""A centre whose server can be killed: real gunicorn workers, a real scheduler, a real database."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import psutil
import sqlalchemy as sa
from flask_migrate import upgrade

from app import clock
from app.cases import lifecycle
from app.config import Config
from app.db import db, unit_of_work
from app.factory import create_app
from app.instances import actions as instances
from app.processes import actions as processes
from app.worklist.models import HumanTask
from tests import databases
from tests.cast import WINDOW, seed_cast
from tests.crash import walk

ROOT = Path(__file__).parents[2]


class Centre:
    """Prepares the rows, starts and kills the server, and completes tasks over REST like an impatient client."""

    def __init__(self, kind: str, folder: Path):
        self.url, self.folder = databases.fresh_url(kind, folder), folder
        self.app = create_app(Config(database_url=self.url, secret_key="for-crashes", data_dir=folder, demo=True,
                                     argon2_time_cost=1, argon2_memory_kib=64))
        with self.app.app_context():
            upgrade()
            cast = seed_cast()
            self.actor, self.headers = cast.actor(WINDOW), cast.bearer(WINDOW)
            with unit_of_work():
                self.digest = processes.deploy(walk.bundle(), None)
        self.process = None
        self.acknowledged: dict[int, dict] = {}
        self.problems: list[str] = []

    def start_case(self, seconds: float) -> int:
        """A case with one timer due after that many seconds and another a little later."""
        due = {f"{timer}_at": (clock.now() + timedelta(seconds=seconds + 1.5 * place)).isoformat()
               for place, timer in enumerate(walk.TIMERS)}
        with self.app.app_context(), unit_of_work():
            case_id = lifecycle.open_case(self.actor)
            instances.start("crash_walk", due, case_id, self.actor, digest=self.digest)
        return case_id

    def switch_on(self) -> None:
        self.port = _free_port()
        environment = {**os.environ, "HEJIE_DATABASE_URL": self.url, "HEJIE_DATA_DIR": str(self.folder),
                       "HEJIE_SECRET_KEY": "for-crashes", "HEJIE_DEMO": "1",
                       "HEJIE_ARGON2_TIME_COST": "1", "HEJIE_ARGON2_MEMORY_KIB": "64", "HEJIE_SWEEP_SECONDS": "0.2", "HOST": "127.0.0.1",
                       "PORT": str(self.port)}
        self.process = subprocess.Popen([sys.executable, "-m", "app.serve"], cwd=ROOT, env=environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait_until_it_answers()

    def pull_the_plug(self) -> None:
        """SIGKILL for the server and everything it started, at once, as a power cut would."""
        parent = psutil.Process(self.process.pid)
        family = [parent, *parent.children(recursive=True)]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=20)
        self.process.wait()

    def open_tasks(self) -> list[int]:
        with self.app.app_context():
            found = list(db.session.scalars(sa.select(HumanTask.id).where(HumanTask.status == "OPEN")))
            db.session.remove()
            return found

    def complete(self, task_id: int) -> bool:
        """One try, with a key that stays the same over all tries; True if the server said it is done."""
        body = json.dumps({"answers": {"note": f"第{task_id}项"}}).encode()
        headers = {**self.headers, "Content-Type": "application/json", "Idempotency-Key": f"task-{task_id}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("PUT", f"/api/v1/tasks/{task_id}/completion", body, headers)
            answer = connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if answer.status != 200:
            raise AssertionError(f"{answer.status}: {said.decode()}")
        self._remember(task_id, json.loads(said))
        return True

    def work_until(self, stop: threading.Event, clients: int = 4) -> list[threading.Thread]:
        """Clients that complete whatever is open until told to stop or cut off."""
        threads = [threading.Thread(target=self._work, args=(stop, place, clients)) for place in range(clients)]
        [thread.start() for thread in threads]
        return threads

    def _work(self, stop: threading.Event, place: int, clients: int) -> None:
        """A client that meets anything but success or a dead server stops and is reported."""
        try:
            self._complete_what_is_open(stop, place, clients)
        except Exception as why:  # a thread's failure is looked at by the test
            self.problems.append(repr(why))

    def _complete_what_is_open(self, stop: threading.Event, place: int, clients: int) -> None:
        while not stop.is_set():
            mine = [task_id for task_id in self.open_tasks() if task_id % clients == place]
            if not mine:
                time.sleep(0.05)
            for task_id in mine:
                if stop.is_set() or not self.complete(task_id):
                    return

    def _remember(self, task_id: int, said: dict) -> None:
        known = self.acknowledged.setdefault(task_id, said)
        assert known == said, f"task {task_id} was answered twice, differently"

    def _wait_until_it_answers(self) -> None:
        for _ in range(400):
            if self.process.poll() is not None:
                raise AssertionError("the server did not start")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
