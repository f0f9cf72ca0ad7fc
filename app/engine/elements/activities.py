"""Tasks."""

from collections.abc import Mapping

from SpiffWorkflow.bpmn.specs import defaults as spiff
from SpiffWorkflow.dmn.specs import BusinessRuleTaskMixin

from app.engine import branches, dmn, effects
from app.engine.elements.element import Element
from app.engine.failures import EngineFailure
from app.engine.plain import plain
from app.engine.script_engine import names_for, naming


class UserTask(Element, spiff.UserTask):
    """Waits for a person; completed from outside."""


class ManualTask(Element, spiff.ManualTask):
    """Waits for a person, too: somebody has to say that it is done."""


class NoneTask(Element, spiff.NoneTask):
    """A step without meaning for the engine; passed through."""

    def __init__(self, wf_spec, bpmn_id):
        super().__init__(wf_spec, bpmn_id)
        self.manual = False


class ScriptTask(Element, spiff.ScriptTask):
    def _run_hook(self, my_task) -> bool:
        return my_task.workflow.script_engine.execute(my_task, self.script)


class ServiceTask(Element, spiff.ServiceTask):
    """Runs an operator within the transaction; its result becomes variables, or one under `result_variable`."""

    def __init__(self, wf_spec, bpmn_id, node):
        super().__init__(wf_spec, bpmn_id)
        self.operator, self.result_variable = node.operator, node.result_variable
        self.parameters = {name: text for name, text in node.parameters.items() if text.strip()}

    def _run_hook(self, my_task) -> bool:
        engine = my_task.workflow.script_engine
        values = engine.evaluate_many(my_task, list(self.parameters.values())) if self.parameters else []
        result = engine.call_service(my_task, operation_name=self.operator,
                                     operation_params=dict(zip(self.parameters, values, strict=True)))
        my_task.data.update({self.result_variable: result} if self.result_variable else result)
        my_task.workflow.top_workflow.run.emit(effects.ServiceDone(
            self.bpmn_id, self.bpmn_name, self.operator, my_task.id, branches.place_of(my_task)))
        return True


class BusinessRuleTask(Element, BusinessRuleTaskMixin):
    """Takes a decision; its outputs become variables, or one context under the property `result`."""

    def __init__(self, wf_spec, bpmn_id, decision: str):
        super().__init__(wf_spec, bpmn_id, dmnEngine=None)
        self.decision = decision

    def _run_hook(self, my_task) -> bool:
        top = my_task.workflow.top_workflow
        table = top.bundle.decisions[self.decision]
        taken = self._decide(my_task, table)
        outputs, result = plain(taken.outputs), self.properties.get("result")
        if not result and not isinstance(outputs, Mapping):
            raise EngineFailure(self.bpmn_id, self.decision, "这张决策表给出的是列表或单个值，"
                                "请在业务规则任务上用属性 result 写明结果放进哪个变量。", "DECISION")
        my_task.data.update({result: outputs} if result else outputs)
        for one in (*taken.required, taken):
            top.run.emit(effects.DecisionTaken(self.bpmn_id, one.decision, one.name, list(one.rules),
                                               plain(one.inputs), plain(one.outputs)))
        return True

    def _decide(self, my_task, table):
        names = names_for(my_task)
        try:
            with naming(my_task):
                return dmn.decide(table, {name: names[name] for name in dmn.names_read(table) if name in names})
        except dmn.DmnProblem as problem:
            raise EngineFailure(self.bpmn_id, self.decision, problem.sentence, "DECISION") from problem
