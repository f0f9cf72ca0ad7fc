"""The running instance and the scopes in it: SpiffWorkflow's workflows, holding only living tokens."""

from collections.abc import Iterator

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from app.engine import branches, catching
from app.engine.failures import EngineFailure
from app.engine.steps import Step

DEEPEST = 12
ROOT = "0"


class _Scope:
    """What a process and a sub-process have in common."""

    def _plant(self, data) -> None:
        self.task_tree = Step(self, self.spec.start, state=TaskState.COMPLETED, id=ROOT, data=data)

    def tokens(self) -> list[Step]:
        """The steps directly in this scope; what listens beside a step is that step's child."""
        return [step for step in self.task_tree.children if step is not None]

    def living(self) -> Iterator[Step]:
        """All steps of this scope, listeners and instances included."""
        return (step for step in self.tasks.values() if step.id != ROOT)

    def enter(self, start_specs) -> None:
        """Arm the event sub-processes, then put a token on each start."""
        for listener in self.spec.listeners:
            self.put(listener, "")
        for spec, branch in zip(start_specs, branches.forked(self, [], len(start_specs)), strict=True):
            self.put(spec, "", branch)

    def put(self, spec, flow: str, branch: list[str] | None = None) -> Step:
        """A token arrives at an element over a sequence flow, in this branch."""
        step = Step(self, spec, self.task_tree)
        if branch:
            branches.set_on(step, branch)
            branches.shorten(step)
        spec.arrive(step, flow)
        return step

    def clear(self) -> None:
        for step in self.tokens():
            step.cancel()

    def touched(self) -> None:
        self.top_workflow.run.touched[id(self)] = self

    @property
    def is_over(self) -> bool:
        """Only listeners are left, or nothing."""
        return all(step.task_spec.only_listens and step.state == TaskState.WAITING for step in self.tokens())


class InstanceWorkflow(_Scope, BpmnWorkflow):
    """One process instance; `data` is its one set of variables."""

    def __init__(self, bundle, process_id: str, script_engine, run, variables: dict, number: int = 1):
        self.bundle, self.run, self.number = bundle, run, number
        super().__init__(bundle.specs[process_id], subprocess_specs=bundle.specs, script_engine=script_engine,
                         deserializing=True)
        self.data = variables
        self._plant(variables)

    def next_step_id(self) -> str:
        self.number += 1
        return str(self.number - 1)

    def scopes(self) -> list["_Scope"]:
        return [self, *self.subprocesses.values()]

    def all_steps(self) -> Iterator[Step]:
        for scope in self.scopes():
            yield from scope.living()

    def step(self, step_id: str) -> Step | None:
        if step_id == ROOT:
            return None
        return next((scope.tasks[step_id] for scope in self.scopes() if step_id in scope.tasks), None)

    def create_subprocess(self, my_task: Step, spec_name: str) -> "SubScope":
        inner = SubScope(self.subprocess_specs[spec_name], my_task, self)
        self.subprocesses[my_task.id] = inner
        return inner

    def throw_error(self, thrower: Step, error) -> None:
        catching.throw_error(thrower, error)


class SubScope(_Scope, BpmnSubWorkflow):
    """What runs inside a step: a called process, a sub-process or an event sub-process."""

    def __init__(self, spec, host: Step, top: InstanceWorkflow):
        self.host = host
        super().__init__(spec, host.id, top, deserializing=True)
        self._plant(host.data)

    def _calculate_depth(self) -> int:
        depth = self.host.workflow.depth + 1
        if depth > DEEPEST:
            raise EngineFailure(self.host.task_spec.bpmn_id, "", f"流程互相调用已达 {DEEPEST} 层仍未停下，"
                                "请检查是否有流程直接或间接调用了自己。", "DEPTH")
        return depth

    @property
    def parent_workflow(self):
        return self.host.workflow

    def abandon(self) -> None:
        """End without completing the host."""
        self.clear()
        self.top_workflow.subprocesses.pop(self.host.id, None)
        self.completed = True
