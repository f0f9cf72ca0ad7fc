"""A walk on which people also send back and withdraw."""

from app.engine import effects as e
from app.engine import machine
from app.engine.returning import Done, WayBack
from tests.engine.driver import Walk


class Going(Walk):
    """A walk that remembers what was done, and may go back."""

    def __init__(self, *args, **named):
        self.done_before, self.earlier, self._ever = [], [], {}
        super().__init__(*args, **named)

    def complete_step(self, step, **answers):
        opened, before = self._tasks[step], self.state
        super().complete_step(step, **answers)
        self.done_before.append(Done(opened.step, opened.element, opened.process, opened.place))
        self.earlier.append(before)
        return self

    def ways(self, element: str) -> dict[str, WayBack]:
        found = machine.ways_back(self.bundle, self.state, self.task(element).step, self.done_before)
        return {way.done.element: way for way in found}

    def back(self, element: str, target: str) -> "Going":
        way = self.ways(element)[target]
        return self._keep(machine.send_back(self.bundle, self.state, self.task(element).step, way.done, way.closes,
                                            self.around))

    def withdraw(self) -> "Going":
        outcome = machine.withdraw(self.bundle, self.state, self.earlier.pop(), self.around)
        self.done_before.pop()
        self._keep(outcome)
        return self

    def _mirror(self):
        for effect in self.effects:
            if isinstance(effect, e.TaskOpened):
                self._ever[effect.step] = effect
            elif isinstance(effect, e.TaskReopened):
                self._tasks[effect.step] = self._ever[effect.step]
        super()._mirror()
