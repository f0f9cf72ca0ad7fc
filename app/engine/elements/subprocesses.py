"""Elements that hold a scope: called processes, sub-processes, event sub-processes."""

from SpiffWorkflow.bpmn.specs import defaults as spiff
from SpiffWorkflow.util.task import TaskState

from app.engine import branches
from app.engine.elements.element import Element
from app.engine.elements.events import Catching
from app.engine.steps import Step


class Holding(Element):
    """Runs another scope inside its step; goes on when that is over (see `settle`)."""

    def _update_hook(self, my_task: Step) -> bool:
        self.begin(my_task)
        return False

    def begin(self, step: Step) -> None:
        step._set_state(TaskState.STARTED)
        inner = step.workflow.top_workflow.create_subprocess(step, self.spec)
        inner.enter(inner.spec.entries)


class SubProcess(Holding, spiff.SubWorkflowTask):
    pass


class CallActivity(Holding, spiff.CallActivity):
    pass


class EventSubprocess(Holding, Catching, spiff.EventSubprocess):
    """Listens as long as its scope runs; once triggered it is a token like any other."""

    only_listens = True
    interrupting = True

    def arrive(self, step: Step, flow: str) -> None:
        step._set_state(TaskState.WAITING)

    def triggered(self, step: Step, payload: dict) -> None:
        self.take(step, payload)
        workflow = step.workflow
        if self.interrupting:
            for other in workflow.tokens():
                if other is not step:
                    other.cancel()
            self.start(step)
            return
        if self.timer is not None and not step.internal_data.get("again"):
            step.remove()
        self.start(Step(workflow, self, workflow.task_tree))

    def triggered_in(self, workflow, payload: dict) -> None:
        """An error or an escalation has come into the scope."""
        listener = Step(workflow, self, workflow.task_tree)
        self.triggered(listener, payload)
        if not self.interrupting:
            listener.remove()

    def start(self, step: Step) -> None:
        branches.set_on(step, branches.apart(step))
        self.enter(step)
        self.begin(step)

    def _on_cancel(self, my_task: Step) -> None:
        if my_task.internal_data.get("begun"):
            self.leave(my_task)

    def begin(self, step: Step) -> None:
        step.internal_data["begun"] = True
        super().begin(step)
