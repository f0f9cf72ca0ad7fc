"""From what the engine opened and closed to sessions. The diagram stays the only truth: a row follows the task that writes
its minutes, whatever way the process took there."""

from app import clock
from app.engine.effects import TaskClosed, TaskOpened, TaskReopened
from app.sessions import actions, marks, planning
from app.sessions.rules import HOLD, PLAN


def on_task_completed(completed) -> None:
    """A TaskCompleted: before a plan becomes one, room and mediators must be free (raises Invalid)."""
    if completed.case_id is not None and completed.settings.get("session") == PLAN:
        planning.must_be_free(completed)


def on_instance_advanced(advanced) -> None:
    """An InstanceAdvanced: sessions begin, move, end and come back with their tasks."""
    marked = marks.of(advanced.digest)
    if advanced.case_id is None or not marked:
        return
    touched = [effect for effect in advanced.effects
               if isinstance(effect, TaskOpened | TaskClosed | TaskReopened) and effect.element in marked]
    for effect in touched:
        if marked[effect.element] == HOLD:
            _follow(advanced, effect, planned_anew=any(marked[one.element] == PLAN and not isinstance(one, TaskClosed)
                                                       for one in touched))


def _follow(advanced, effect, *, planned_anew: bool) -> None:
    now = advanced.now or clock.now()
    if isinstance(effect, TaskOpened):
        actions.plan(advanced, effect.step)
    elif isinstance(effect, TaskReopened):
        actions.take_back(advanced, effect.step)
    elif effect.how == "COMPLETED":
        actions.hold(advanced, effect.step)
    elif planned_anew:
        actions.move(advanced, effect.step, now)
    else:
        actions.cancel(advanced, effect.step, now)
