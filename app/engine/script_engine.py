"""The one place where text of a diagram is evaluated: always as FEEL.

SpiffWorkflow would hand 14 kinds of text to Python's eval and exec. Every way into its script engine is overridden
here, and the environment behind it refuses, so that a way we overlooked fails instead of running code.
"""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from app.engine import feel
from app.engine.failures import EngineFailure
from app.engine.names import Names
from app.engine.plain import plain


class NoPython(BasePythonScriptEngineEnvironment):
    """Runs nothing."""

    def evaluate(self, expression, context, external_context=None):
        raise _refused(expression)

    def execute(self, script, context, external_context=None):
        raise _refused(script)

    def call_service(self, context, **kwargs):
        raise _refused(str(kwargs.get("operation_name")))


class FeelEngine(PythonScriptEngine):
    """Evaluates for a step of a diagram; a problem becomes an EngineFailure that names the element."""

    def __init__(self):
        super().__init__(NoPython())

    def validate(self, expression: str) -> None:
        problem = feel.problem_of(expression)
        if problem:
            raise EngineFailure("", expression, problem, "EXPRESSION")

    def evaluate(self, task, expression: str, external_context: Mapping | None = None) -> Any:
        return self.evaluate_many(task, [expression], external_context)[0]

    def evaluate_many(self, task, expressions: Sequence[str], external_context: Mapping | None = None) -> list:
        """One call into V8 for all of them. `external_context`: names that win over all others."""
        with naming(task):
            return feel.evaluate_many(expressions, names_for(task, external_context))

    def execute(self, task, script: str, external_context: Mapping | None = None) -> bool:
        """A script task: one FEEL context, whose entries become variables."""
        made = self.evaluate(task, script, external_context)
        if not isinstance(made, Mapping):
            raise EngineFailure(task.task_spec.bpmn_id, script, "脚本任务要写成一个 FEEL 上下文，例如 {a: 1, b: x + 1}，"
                                "它的各项会成为流程变量。", "EXPRESSION")
        task.data.update(plain(made))
        return True

    def call_service(self, task, **kwargs) -> Mapping[str, Any]:
        """`operation_name`: the operator; `operation_params`: its evaluated parameters."""
        spec = task.task_spec
        return task.workflow.top_workflow.run.call(task, kwargs["operation_name"], kwargs["operation_params"], spec)


def names_for(task, extra: Mapping | None = None) -> Names:
    """What an expression at this step may name."""
    top = task.workflow.top_workflow
    local = task.data if task.has_locals else None
    if extra:
        local = {**(local or {}), **extra}
    return Names(top.run.facts, top.data, local)


@contextmanager
def naming(task):
    """Whatever can't be evaluated in here is a failure of this step's element."""
    try:
        yield
    except feel.FeelProblem as problem:
        raise EngineFailure(task.task_spec.bpmn_id, problem.expression, problem.sentence, "EXPRESSION") from problem


def _refused(text: str) -> EngineFailure:
    return EngineFailure("", text, "流程图里的文字只能作为 FEEL 表达式计算，不能作为程序运行。", "EXPRESSION")
