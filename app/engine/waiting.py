"""The promise behind every command: an instance that has not ended can go on, or somebody is told why it can't."""

from SpiffWorkflow.util.task import TaskState

from app.engine.elements.gateways import Joining, ParallelGateway
from app.engine.elements.reach import may_reach
from app.engine.failures import EngineFailure
from app.engine.workflows import InstanceWorkflow


def refuse_stranded(top: InstanceWorkflow) -> None:
    """A join that waits for a token nobody can bring, or an instance nothing can move, is a failure of this step."""
    for scope in top.scopes():
        for join in {step.task_spec for step in scope.tokens() if isinstance(step.task_spec, ParallelGateway)}:
            _refuse_hopeless(join, scope)
    if not any(_can_go_on(step) for step in top.all_steps()):
        where = [step.task_spec.bpmn_id for step in top.all_steps()]
        raise EngineFailure(where[0] if where else "", "", "流程停在这里，再没有任务、定时器或消息能让它继续，也没有结束。"
                            f"请检查流程图：{'、'.join(where) or '没有活动的环节'}。", "STRANDED")


def _refuse_hopeless(join: ParallelGateway, scope) -> None:
    living = list(scope.living())
    for flow in join.missing(scope):
        if join.waiting(scope) and not any(may_reach(join, step, flow) for step in living):
            raise EngineFailure(join.bpmn_id, "", f"并行汇合网关在等流向“{flow}”，但已经没有分支会走到那里，它会一直等下去。"
                                "只走其中一条的分支请改用排他网关汇合，部分走的请用包容网关。", "STRANDED")


def _can_go_on(step) -> bool:
    spec = step.task_spec
    if step.state == TaskState.READY:
        return spec.manual
    return step.state == TaskState.WAITING and not isinstance(spec, Joining) and getattr(
        spec, "waits_for_outside", False)
