"""One command's way through the diagram: what is ready, how far it went, what came of it."""

from collections import Counter, deque
from collections.abc import Mapping
from datetime import date
from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.engine.effects import Effect
from app.engine.elements.element import clock_names
from app.engine.elements.gateways import InclusiveGateway
from app.engine.failures import BpmnError, EngineFailure
from app.engine.feel_values import ZONE
from app.engine.plain import plain
from app.engine.values import ServiceCall, Surroundings

TRAIL = 60
# Mistakes of an operator's code or parameters. What it refuses on purpose, and what the database says, passes through.
MISTAKES = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, AssertionError)


class Run:
    """`queue`: steps the engine can take by itself. `touched`: scopes that lost a token since somebody looked."""

    def __init__(self, around: Surroundings):
        self.around = around
        self.queue: deque = deque()
        self.touched: dict[int, Any] = {}
        self.effects: list[Effect] = []
        self._ends: dict[bool, Any] = {}
        self._last = None
        self._facts: Mapping[str, Any] | None = None
        self._taken = self._opened = 0
        self._trail: deque = deque(maxlen=TRAIL)

    def facts(self) -> Mapping[str, Any]:
        """The surroundings' facts, asked for once and again after a service ran."""
        if self._facts is None:
            known = self.around.facts()
            self._facts = known if "calendar" in known else {**known, "calendar": self._calendar()}
        return self._facts

    def emit(self, effect: Effect) -> None:
        self.effects.append(effect)

    def call(self, step, operator: str, parameters: dict[str, Any], spec) -> dict[str, Any]:
        """Let the surroundings serve; what they know afterwards may be different."""
        call = ServiceCall(operator, parameters, spec.bpmn_id, spec.bpmn_name, spec.process_id, step.id)
        try:
            result = self.around.serve(call)
        except EngineFailure as failure:
            raise failure.found_at(spec.bpmn_id) from None
        except MISTAKES as why:
            raise EngineFailure(spec.bpmn_id, operator, f"服务“{operator}”出错了（{type(why).__name__}：{why}），"
                                "请检查它的参数；若参数无误，请联系系统管理员。", "SERVICE") from why
        finally:
            self._facts = None
        try:
            return plain(result or {})
        except EngineFailure as failure:
            raise failure.found_at(spec.bpmn_id) from None

    def turn_clocks(self, step, operator: str) -> None:
        """clock.enter or clock.leave for an element that names clocks."""
        spec = step.task_spec
        try:
            result = self.call(step, operator, {"clocks": self._clocks_of(step)}, spec)
        except BpmnError as error:
            raise EngineFailure(spec.bpmn_id, operator, f"启动或停止时钟时发生了业务错误“{error.code}”。", "SERVICE") from error
        step.data.update(result)

    @staticmethod
    def _clocks_of(step) -> list[str]:
        named = step.task_spec.clocks
        if not named[0].startswith("="):
            return list(named)
        return list(clock_names(str(step.workflow.script_engine.evaluate(step, named[0]) or "")))

    def reached_end(self, step) -> None:
        self._ends[step.workflow is step.workflow.top_workflow] = step.task_spec

    @property
    def last_end(self) -> tuple[str, str]:
        """(id, name) of the end event reached last, the process's own before one inside; else of the last element."""
        end = self._ends.get(True) or self._ends.get(False) or self._last
        return (end.bpmn_id, end.bpmn_name) if end is not None else ("", "")

    def passing(self, step) -> None:
        self._last = step.task_spec

    def count(self, step) -> None:
        """One more element; too many of them is an endless loop."""
        self._taken += 1
        self._trail.append(step.task_spec.bpmn_id)
        if self._taken > self.around.step_limit:
            raise self._endless()

    def count_instance(self, step) -> None:
        """One more instance of a repeated activity: repetitions inside repetitions multiply."""
        self._opened += 1
        if self._opened > self.around.step_limit:
            raise EngineFailure(step.task_spec.bpmn_id, "", f"一步之内展开了超过 {self.around.step_limit} 个重复的活动，请减少"
                                "个数，或不要把多实例套在多实例里。", "MULTI_INSTANCE")

    def _endless(self) -> EngineFailure:
        seen = Counter(self._trail)
        loop = [element for element in dict.fromkeys(self._trail) if element and seen[element] > 1]
        return EngineFailure(loop[0] if loop else "", "", f"一步之内走过了 {self.around.step_limit} 个环节仍未停下，"
                             f"流程图在这里打转：{' → '.join(loop)}。请在循环里加一个等待（用户任务或定时器）或改正条件。", "LOOP")

    def _calendar(self) -> dict[str, Any]:
        local = self.around.now.astimezone(ZONE)
        return {"now": self.around.now, "today": date(local.year, local.month, local.day)}


def settle(top) -> None:
    """Take steps until only people, times and messages can go on."""
    run = top.run
    while True:
        if run.queue:
            step = run.queue.popleft()
            if step.alive and step.state == TaskState.READY:
                run.count(step)
                step.run()
        elif not (run.touched and _look_at_touched(top)):
            return


def _look_at_touched(top) -> bool:
    """Fire inclusive joins nobody can reach any more, then end scopes that are over. True if something moved."""
    scopes = sorted(top.run.touched.values(), key=lambda scope: -scope.depth)
    top.run.touched = {}
    for scope in scopes:
        joins = {step.task_spec for step in scope.tokens() if isinstance(step.task_spec, InclusiveGateway)}
        joined = [join for join in joins if join.join_if_nobody_comes(scope)]
        if joined:
            top.run.touched.update((id(other), other) for other in scopes)
            return True
    moved = False
    for scope in scopes:
        if scope is not top and scope.host.alive and scope.host.subworkflow is scope and scope.is_over:
            scope.abandon()
            scope.host.complete()
            moved = True
    return moved or bool(top.run.queue)
