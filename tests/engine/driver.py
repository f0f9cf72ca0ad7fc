"""Walks a shape step by step. Every command goes through the saved bytes, so every test saves and restores between all
steps; and a mirror kept from effects alone must always equal what the state says is open.
"""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.engine import effects as e
from app.engine import machine
from app.engine.bundle import Bundle, compile_bundle
from app.engine.values import Outcome, Surroundings

SHAPES = Path(__file__).parent / "shapes"
ZONE = ZoneInfo("Asia/Shanghai")
_compiled: dict[tuple, Bundle] = {}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def shape(*names: str) -> Bundle:
    """The bundle of some files in shapes/, compiled once."""
    if names not in _compiled:
        _compiled[names] = compile_bundle({name: (SHAPES / name).read_bytes() for name in
                                           (name if "." in name else f"{name}.bpmn" for name in names)})
    return _compiled[names]


class Walk:
    """One instance of a shape's process (of the same name), with a clock that only the test moves."""

    def __init__(self, name: str, variables: dict | None = None, *, bundle: Bundle | None = None, serve=None,
                 facts: dict | None = None, message: str | None = None, step_limit: int = 2000):
        self.bundle = bundle or shape(name)
        self.now, self.facts, self.asked, self.calls = at("2026-03-02 09:00"), facts or {}, 0, []
        self._serve, self._limit = serve or (lambda call: {}), step_limit
        self.state, self.effects, self.history = b"", (), []
        self._tasks, self._timers, self._messages = {}, {}, {}
        self._begin(name, variables or {}, message)

    def _begin(self, name: str, variables: dict, message: str | None) -> None:
        if message:
            self._keep(machine.start_by_message(self.bundle, message, variables, self.around))
        else:
            self._keep(machine.start(self.bundle, name, variables, self.around))

    @property
    def around(self) -> Surroundings:
        return Surroundings(self.now, self._facts, self._serving, self._limit)

    def _facts(self) -> dict:
        self.asked += 1
        return self.facts

    def _serving(self, call):
        self.calls.append(call)
        return self._serve(call)

    # what is open

    @property
    def open(self) -> list[str]:
        """Elements of open tasks, sorted."""
        return sorted(task.element for task in self._tasks.values())

    @property
    def timers(self) -> dict[str, datetime | None]:
        return {timer.element: timer.due for timer in self._timers.values()}

    @property
    def messages(self) -> list[str]:
        return sorted(message.message for message in self._messages.values())

    @property
    def done(self) -> bool:
        return self.status == "ENDED"

    def task(self, element: str) -> e.TaskOpened:
        return next(task for task in self._tasks.values() if task.element == element)

    def tasks(self, element: str) -> list[e.TaskOpened]:
        return [task for task in self._tasks.values() if task.element == element]

    def happened(self, kind: type) -> list:
        """Effects of this kind of the last command."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    # commands

    def complete(self, element: str, **answers) -> "Walk":
        return self.complete_step(self.task(element).step, **answers)

    def complete_step(self, step: str, **answers) -> "Walk":
        return self._keep(machine.complete(self.bundle, self.state, step, answers, self.around))

    def deliver(self, message: str, **payload) -> "Walk":
        return self._keep(machine.deliver(self.bundle, self.state, message, payload, self.around))

    def signal(self, name: str, **payload) -> "Walk":
        return self._keep(machine.signal(self.bundle, self.state, name, payload, self.around))

    def fire(self, element: str) -> "Walk":
        """Go to the moment when the timer is due and fire it."""
        timer = next(timer for timer in self._timers.values() if timer.element == element)
        self.now = max(self.now, timer.due)
        return self.fire_steps(timer.step)

    def fire_steps(self, *steps: str) -> "Walk":
        return self._keep(machine.fire(self.bundle, self.state, steps, self.around))

    def retime(self) -> "Walk":
        return self._keep(machine.retime(self.bundle, self.state, self.around))

    def cancel(self) -> "Walk":
        return self._keep(machine.cancel(self.bundle, self.state, self.around))

    def suspend(self) -> "Walk":
        return self._keep(machine.suspend(self.bundle, self.state, self.around))

    def resume(self) -> "Walk":
        return self._keep(machine.resume(self.bundle, self.state, self.around))

    def wait(self, **how_long) -> "Walk":
        self.now += timedelta(**how_long)
        return self

    def _keep(self, outcome: Outcome) -> "Walk":
        self.state, self.status, self.variables = outcome.state, outcome.status, outcome.variables
        self.effects = outcome.effects
        self.history += outcome.effects
        self._mirror()
        return self

    def _mirror(self) -> None:
        for effect in self.effects:
            match effect:
                case e.TaskOpened():
                    assert effect.step not in self._tasks
                    self._tasks[effect.step] = effect
                case e.TaskClosed():
                    del self._tasks[effect.step]
                case e.TimerSet():
                    self._timers[effect.step] = effect
                case e.TimerCleared() | e.TimerFired():
                    self._timers.pop(effect.step, None)
                case e.MessageAwaited():
                    self._messages[effect.step] = effect
                case e.MessageForgone():
                    del self._messages[effect.step]
        seen = machine.inspect(self.bundle, self.state)
        assert {task.step: task.element for task in seen.tasks} == {k: t.element for k, t in self._tasks.items()}
        assert {timer.step: timer.due for timer in seen.timers} == {k: t.due for k, t in self._timers.items()}
        assert {m.step: m.message for m in seen.messages} == {k: m.message for k, m in self._messages.items()}
        assert (seen.variables, seen.status) == (self.variables, self.status)
