"""A token: SpiffWorkflow's Task without its clock, its random ids, its logging and its copies of data.

Only living tokens are kept. A step that is done leaves the tree in the same moment and its followers hang at the root
of their scope, so that a case which has looped 400 times is as small as on its first day, and no iterator ever meets a
tree deeper than four.
"""

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.engine.failures import BpmnError

LIVING = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class Step(Task):
    """`id`: text, counted per instance, never used twice. `data`: where names are read and written, either the
    instance's variables themselves or the locals of a multi-instance activity; it is shared, never copied."""

    def __init__(self, workflow, task_spec, parent=None, state=TaskState.FUTURE, id=None, data=None):
        self.id = id or workflow.top_workflow.next_step_id()
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = parent.id if parent is not None else None
        self._children = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.last_state_change = 0
        self.data = parent.data if data is None and parent is not None else data
        self.internal_data = {}
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    @property
    def alive(self) -> bool:
        return self.workflow.tasks.get(self.id) is self

    @property
    def has_locals(self) -> bool:
        return self.data is not self.workflow.top_workflow.data

    @property
    def subworkflow(self):
        """The scope running inside this step, if it is a called process or a sub-process."""
        return self.workflow.top_workflow.subprocesses.get(self.id)

    def _set_state(self, value: int) -> None:
        if value == self._state:
            return
        self._state = value
        if value == TaskState.READY and not self.task_spec.manual:
            self.workflow.top_workflow.run.queue.append(self)

    def run(self) -> None:
        """Execute the element; a business error goes to whatever in the diagram catches it."""
        self.workflow.top_workflow.run.passing(self)
        try:
            waits = self.task_spec._run_hook(self) is None
        except BpmnError as error:
            self.workflow.top_workflow.throw_error(self, error)
            return
        if self.alive and not waits:
            self.complete()

    def cancel(self) -> None:
        """Take the token away, with all that runs inside it or listens beside it."""
        self.drop_children()
        inner = self.subworkflow
        if inner is not None:
            inner.abandon()
        self._set_state(TaskState.CANCELLED)
        self.task_spec._on_cancel(self)
        self.remove()

    def drop_children(self) -> None:
        for child in self.children:
            if child is not None:
                child.cancel()

    def remove(self) -> None:
        """Leave the tree. Whoever looks for this step afterwards finds it gone."""
        if not self.alive:
            return
        parent = self.parent
        if parent is not None:
            parent._children.remove(self.id)
        del self.workflow.tasks[self.id]
        self.workflow.touched()
