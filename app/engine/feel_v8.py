"""One V8 per process, with the FEEL library in it, a memory limit and a time limit.

mini-racer's own `eval` crosses threads four times by way of an event loop; the calls below are the ones it makes to its
library, without the loop: half the time. They are not its public interface, so requirements.txt pins the version and
tests/engine/test_feel_limits.py covers every call. Nothing inside V8 can reach files, network or time.
"""

import json
import os
import queue
import threading
from pathlib import Path

from py_mini_racer._dll import init_mini_racer, mr_callback_func

LIBRARY = Path(__file__).parent / "js" / "feel.js"
MEMORY_LIMIT = 200 * 1024 * 1024  # bytes
TIME_LIMIT = 1.0  # seconds of work for one call
SURVEY_LIMIT = 15.0  # the same for reading all expressions of a bundle at once
LOAD_LIMIT = 20.0  # the same for reading the library itself
PATIENCE = 10  # on a crowded machine a call may take this many times its limit on the wall

_TEXT, _FAILED, _OUT_OF_MEMORY, _TERMINATED = 5, (200, 201, 205, 206), 202, (203, 204)


class LibraryMissing(RuntimeError):
    """app/engine/js/feel.js is not there; it is built from frontend/feel with the rest of the front end."""


class OverTime(Exception):
    """The call was stopped: it had worked for longer than its limit."""


class OverMemory(Exception):
    """The call was stopped at MEMORY_LIMIT."""


class ScriptError(Exception):
    """V8 refused the call itself; the text is its own."""


class Racer:
    """A V8 context. Not safe for two threads at once; unusable after a limit was hit."""

    def __init__(self):
        self._dll = init_mini_racer(ignore_duplicate_init=True)
        self._answers = queue.SimpleQueue()
        self._callback = mr_callback_func(lambda _, answer: self._answers.put(answer))
        self._context = self._dll.mr_init_context(self._callback)
        self._dll.mr_set_hard_memory_limit(self._context, MEMORY_LIMIT)
        self.run(_library(), LOAD_LIMIT)

    def run(self, code: str, time_limit: float = TIME_LIMIT) -> str | None:
        """The text the code evaluates to, or None when it is no text."""
        text = code.encode("utf-8", "replace")
        handle = self._dll.mr_alloc_string_val(self._context, text, len(text), _TEXT)
        task = self._dll.mr_eval(self._context, handle, 1)
        try:
            return self._read(self._answer(time_limit))
        except queue.Empty:
            self._stop(task)
            raise OverTime from None
        finally:
            if self._context is not None:
                self._dll.mr_free_value(self._context, handle)

    def _answer(self, time_limit: float):
        """Waits for the answer while less than time_limit seconds were worked; raises queue.Empty.

        The limit is there for endless loops. Time in which a busy machine did not let this process work is none of theirs.
        """
        begun, worked = _worked(), 0.0
        for _ in range(PATIENCE):
            try:
                return self._answers.get(timeout=max(time_limit - worked, time_limit / PATIENCE))
            except queue.Empty:
                worked = _worked() - begun
                if worked >= time_limit:
                    raise
        raise queue.Empty

    def _stop(self, task) -> None:
        self._dll.mr_cancel_task(self._context, task)
        try:
            self._answers.get(timeout=LOAD_LIMIT)
        except queue.Empty:
            self._context = None  # it does not even stop: freeing it would wait for ever

    def _read(self, answer) -> str | None:
        kind, value, length = answer.contents.type, answer.contents.value, answer.contents.len
        try:
            if kind == _OUT_OF_MEMORY or kind in _TERMINATED:
                raise OverMemory
            if kind in _FAILED:
                raise ScriptError(value.bytes_val[0:length].decode("utf-8", "replace"))
            return value.bytes_val[0:length].decode("utf-8", "replace") if kind == _TEXT else None
        finally:
            self._dll.mr_free_value(self._context, answer)

    def close(self) -> None:
        if self._context is not None:
            self._dll.mr_free_context(self._context)
            self._context = None


def _worked() -> float:
    """Processor seconds that this process has used, all threads together."""
    spent = os.times()
    return spent.user + spent.system


def _library() -> str:
    try:
        return LIBRARY.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LibraryMissing(LibraryMissing.__doc__) from None


_racer: Racer | None = None
_lock = threading.Lock()
_before_fork: list[Racer] = []


def call(function: str, *arguments: str, time_limit: float = TIME_LIMIT) -> dict:
    """Calls feel.<function>(text, …) and reads its JSON answer. Raises OverTime, OverMemory, ScriptError."""
    code = f"feel.{function}({','.join(json.dumps(text, ensure_ascii=False) for text in arguments)})"
    with _lock:
        return json.loads(_run(code, time_limit))


def _run(code: str, time_limit: float) -> str:
    global _racer
    if _racer is None:
        _racer = Racer()
    try:
        return _racer.run(code, time_limit)
    except (OverTime, OverMemory):
        spent, _racer = _racer, None
        spent.close()
        raise


def _forget_after_fork() -> None:
    """V8's threads stay in the parent: the child makes its own context and never touches the old one."""
    global _racer, _lock
    _lock = threading.Lock()
    if _racer is not None:
        _before_fork.append(_racer)
        _racer = None


os.register_at_fork(after_in_child=_forget_after_fork)
