"""Drives a server over HTTP and measures it from outside: how fast, how long, and how much CPU the server used."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil


@dataclass
class Measured:
    """Latencies in milliseconds; `cpu_ms` is the server processes' CPU per call, the database apart."""

    calls: int
    seconds: float
    latencies: list[float] = field(repr=False)
    cpu_ms: float = 0.0

    @property
    def per_second(self) -> float:
        return self.calls / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def line(self, what: str) -> str:
        return (f"{what:<46} {self.per_second:8.1f}/s  p50 {self.percentile(.5):7.2f}  p95 {self.percentile(.95):7.2f}"
                f"  p99 {self.percentile(.99):7.2f} ms  CPU {self.cpu_ms:6.2f} ms")


class Caller:
    """One client with a connection of its own; keeps it open when the server does."""

    def __init__(self, port: int, headers: dict[str, str] | None = None):
        self.port, self.headers = port, {"Content-Type": "application/json", **(headers or {})}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.latencies: list[float] = []

    def call(self, method: str, path: str, body=None, **headers) -> dict:
        payload = json.dumps(body).encode() if body is not None else None
        began = time.perf_counter()
        try:
            self.connection.request(method, path, payload, {**self.headers, **headers})
            answer = self.connection.getresponse()
            content = answer.read()
        except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
            self.connection.close()
            return self.call(method, path, body, **headers)
        self.latencies.append((time.perf_counter() - began) * 1000)
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:600].decode(errors='replace')}")
        return json.loads(content) if content else {}


def cpu_seconds(parent_pid: int) -> float:
    """User and system time of a server and its workers."""
    parent = psutil.Process(parent_pid)
    total = 0.0
    for process in [parent, *parent.children(recursive=True)]:
        try:
            used = process.cpu_times()
            total += used.user + used.system
        except psutil.NoSuchProcess:
            continue
    return total


def measure(pid: int, work: list, clients: int, make_caller: Callable[[], Caller],
            do: Callable[[Caller, object], int]) -> Measured:
    """Share the work among the clients; `do(caller, item)` returns how many calls count."""
    queue, lock, counted, callers, errors = list(reversed(work)), threading.Lock(), [], [], []

    def client():
        caller = make_caller()
        callers.append(caller)
        try:
            while True:
                with lock:
                    if not queue or errors:
                        return
                    item = queue.pop()
                counted.append(do(caller, item))
        except Exception as why:  # one client's failure must end the whole run with its reason
            errors.append(why)

    before, began = cpu_seconds(pid), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    if errors:
        raise errors[0]
    seconds, calls = time.perf_counter() - began, sum(counted)
    latencies = [one for caller in callers for one in caller.latencies]
    return Measured(calls, seconds, latencies, (cpu_seconds(pid) - before) * 1000 / max(1, calls))
