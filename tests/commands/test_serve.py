"""`make run` in real processes: it starts, heals, stops; and says in one sentence why it can't."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import psutil
import pytest

from app.assets import ROOT


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(folder, port: str, **more: str) -> dict[str, str]:
    return {**os.environ, "HOST": "127.0.0.1", "PORT": port, "HEJIE_DATA_DIR": str(folder), "HEJIE_DEMO": "1",
            "HEJIE_ARGON2_TIME_COST": "1", "HEJIE_ARGON2_MEMORY_KIB": "64", "WEB_WORKERS": "1", **more}


@contextmanager
def running(settings: dict[str, str]):
    process = subprocess.Popen([sys.executable, "-m", "app.serve"], cwd=ROOT, env=settings, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "和解已启动" in line:
                break
        else:
            raise AssertionError("".join(said))
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def answers(port: str, path: str = "/healthz") -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.status


def child(process: psutil.Process, word: str) -> psutil.Process | None:
    return next((one for one in process.children() if word in " ".join(one.cmdline())), None)


def wait_for(condition, seconds: float = 30.0):
    for _ in range(int(seconds * 10)):
        try:
            if found := condition():
                return found
        except (OSError, psutil.Error):
            pass
        time.sleep(0.1)
    raise AssertionError("it never came")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("served")


def test_it_serves_the_sign_in_page_and_brings_dead_children_back(folder):
    port = free_port()
    with running(environment(folder, port)) as serving:
        assert answers(port, "/sign-in") == 200
        for word in ("app.scheduler", "gunicorn"):
            dead = child(serving, word)
            dead.kill()
            wait_for(lambda word=word, dead=dead: (found := child(serving, word)) and found.pid != dead.pid)
        wait_for(lambda: answers(port) == 200)
        family = serving.children(recursive=True)
    assert not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def test_killed_outright_it_leaves_nobody_behind(folder):
    port = free_port()
    with running(environment(folder, port)) as serving:
        family = serving.children(recursive=True)
        serving.send_signal(signal.SIGKILL)
        wait_for(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family))


def refused(settings: dict[str, str]) -> str:
    ran = subprocess.run([sys.executable, "-m", "app.serve"], check=False, cwd=ROOT, env=settings, capture_output=True, text=True,
                         stdin=subprocess.DEVNULL)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_a_port_in_use_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refused(environment(tmp_path, port))
    assert f"127.0.0.1:{port} 用不了" in said
    assert len(said.strip().splitlines()) == 1


def test_a_nonsense_port_is_one_sentence(tmp_path):
    assert "请换一个端口" in refused(environment(tmp_path, "eighty"))


def test_without_demo_nobody_starts_without_an_administrator(tmp_path):
    said = refused(environment(tmp_path, free_port(), HEJIE_DEMO="0"))
    assert "HEJIE_ADMIN_PASSWORD" in said


def test_without_demo_the_first_start_makes_the_administrator(tmp_path):
    port = free_port()
    with running(environment(tmp_path, port, HEJIE_DEMO="0", HEJIE_ADMIN_PASSWORD="ein-langes-Wort-17")):
        assert answers(port, "/sign-in") == 200
