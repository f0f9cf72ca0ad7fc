"""Starts Hejie: the web server and the scheduler, kept alive until Ctrl-C. `python -m app.serve`, or `make run`.

This process itself loads nothing of the application. HOST, PORT, WEB_WORKERS and WEB_THREADS are read from the environment.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from app.assets import DIST, ROOT
from app.clock import monotonic

PATIENCE = 30
LONGEST_PAUSE = 30


@dataclass
class Child:
    """One of the two processes; a dead one is started again, after a pause that doubles while it keeps dying."""

    name: str
    command: list[str]
    pause: float = 1.0
    started: float = 0.0
    process: subprocess.Popen | None = field(default=None)

    def start(self) -> None:
        self.started = monotonic()
        self.process = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509

    def restart_if_dead(self) -> None:
        code = self.process.poll()
        if code is None:
            return
        self.pause = 1.0 if monotonic() - self.started > PATIENCE else min(self.pause * 2, LONGEST_PAUSE)
        _say(f"{self.name} 意外退出（{code}），{self.pause:.0f} 秒后重新启动 / {self.name} died, starting it again")
        time.sleep(self.pause)
        self.start()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


class _Stop(Exception):
    """Ctrl-C or a polite request to end."""


def main() -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    _insist_on_free(host, port)
    if not (DIST / "manifest.json").exists():
        sys.exit("前端资源尚未构建，请先运行 make assets / The front end is not built: run make assets first")
    _prepare()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _raise_stop)
    children = [_server(host, port), Child("scheduler", [sys.executable, "-m", "app.scheduler"])]
    try:
        for child in children:
            child.start()
        _wait_until_it_answers(host, port, children[0])
        while True:
            time.sleep(0.5)
            for child in children:
                child.restart_if_dead()
    except _Stop:
        _say("正在停止…… / stopping")
    finally:
        _stop(children)


def _server(host: str, port: str) -> Child:
    # threads, because a browser's idle connections hold a worker without them until nobody is served any more
    workers, threads = os.environ.get("WEB_WORKERS", "2"), os.environ.get("WEB_THREADS", "4")
    return Child("server", [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"{_bracketed(host)}:{port}",
        "--workers", workers, "--worker-class", "gthread", "--threads", threads, "--no-control-socket",
        "--graceful-timeout", "20", "--log-level", "warning",
    ])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _insist_on_free(host: str, port: str) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        sys.exit(f"没有权限使用端口 {port}，请换一个：make run PORT=8000 / Port {port} is not allowed: choose another")
    except (OSError, ValueError, OverflowError) as why:
        sys.exit(f"{host}:{port} 用不了（多半已被占用），请换一个端口：make run PORT=8001 / "
                 f"{host}:{port} cannot be used, most likely it is in use: choose another port ({why})")


def _prepare() -> None:
    _say("正在准备数据库和流程…… / preparing the database and the processes")
    if subprocess.run([sys.executable, "-m", "app.prepare"], check=False, cwd=ROOT).returncode:
        sys.exit("准备没有完成，原因见上 / Preparing failed; the reason stands above")


def _wait_until_it_answers(host: str, port: str, server: Child) -> None:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared with
    address = f"http://{_bracketed(shown)}:{port}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(PATIENCE * 10):
        try:
            opener.open(f"{address}/healthz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            server.restart_if_dead()
            time.sleep(0.1)
        else:
            _say(f"和解已启动：{address}  （Ctrl-C 停止） / Hejie is running, Ctrl-C stops it")
            return
    _say(f"服务器 {PATIENCE} 秒内没有应答，请看上面的日志 / The server does not answer; see the log above")


def _stop(children: list[Child]) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)
    begun = [child for child in children if child.process]
    for child in begun:
        child.stop()
    for child in begun:
        child.wait()


def _raise_stop(*_) -> None:
    raise _Stop


def _die_with_parent() -> None:
    """On Linux: if this process is killed outright, the children get a SIGTERM instead of holding the port for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _say(sentence: str) -> None:
    print(f"[hejie] {sentence}", flush=True)


if __name__ == "__main__":
    main()
