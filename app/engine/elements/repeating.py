"""Activities that are done several times: multi-instance, parallel or one after the other, and the standard loop."""

from SpiffWorkflow.bpmn.specs import defaults as spiff
from SpiffWorkflow.util.task import TaskState

from app.engine.elements.element import Element
from app.engine.failures import EngineFailure
from app.engine.plain import plain
from app.engine.steps import Step

MOST_INSTANCES = 1000


class Repeating(Element):
    """Stands in the flow in place of the activity; `task_spec` names the activity itself."""

    def add_instance(self, step: Step, data: dict, number: int) -> None:
        step.workflow.top_workflow.run.count_instance(step)
        spec = self._wf_spec.task_specs[self.task_spec]
        child = Step(step.workflow, spec, step, data=data)
        child.internal_data["number"] = number
        spec.arrive(child, "")

    def finish(self, step: Step) -> None:
        """Go on by way of the queue, so that empty repetitions in a circle are counted like everything else."""
        step.drop_children()
        step._ready()

    def in_total(self, step: Step, done: int, total: int) -> dict:
        return {"numberOfInstances": total, "numberOfCompletedInstances": done,
                "numberOfActiveInstances": sum(child.task_spec.name == self.task_spec for child in step.children)}


class StandardLoop(Repeating, spiff.StandardLoopTask):
    """Again as long as the condition holds, at most `maximum` times."""

    def _update_hook(self, my_task: Step) -> bool:
        my_task._set_state(TaskState.STARTED)
        my_task.internal_data["done"] = 0
        if self.test_before and not self.again(my_task, 0):
            self.finish(my_task)
        else:
            self.add_instance(my_task, my_task.data, 0)
        return False

    def one_done(self, child: Step) -> None:
        my_task = child.parent
        child.remove()
        my_task.internal_data["done"] = done = my_task.internal_data["done"] + 1
        if self.again(my_task, done):
            self.add_instance(my_task, my_task.data, done)
        else:
            self.finish(my_task)

    def again(self, my_task: Step, done: int) -> bool:
        if self.maximum is not None and done >= self.maximum:
            return False
        names = {"loopCounter": done}
        return self.condition is None or my_task.workflow.script_engine.evaluate(my_task, self.condition, names) is True


class MultiInstance(Repeating, spiff.ParallelMultiInstanceTask):
    """One instance per item, or as many as a number says. Each has names of its own; `output` collects what remains."""

    sequential = False

    def _update_hook(self, my_task: Step) -> bool:
        items = self.items(my_task)
        my_task._set_state(TaskState.STARTED)
        my_task.internal_data.update(total=len(items), done=0, out=[])
        if not items:
            self.finish(my_task)
            return False
        if self.sequential:
            my_task.internal_data["left"] = items[1:]
            items = items[:1]
        for number, item in enumerate(items):
            if my_task.alive:  # an earlier instance may have thrown everything over
                self.add_instance(my_task, self.locals_of(my_task, item, number), number)
        return False

    def items(self, my_task: Step) -> list:
        value = my_task.workflow.script_engine.evaluate(my_task, self.data_input or self.cardinality)
        if self.data_input is None:
            value = list(range(1, value + 1)) if isinstance(value, int) and 0 <= value <= MOST_INSTANCES else None
        if not isinstance(value, list):
            raise EngineFailure(self.bpmn_id, self.data_input or self.cardinality,
                                f"多实例活动需要一个列表（或 0 到 {MOST_INSTANCES} 的整数），现在得到的不是。", "MULTI_INSTANCE")
        if len(value) > MOST_INSTANCES:
            raise EngineFailure(self.bpmn_id, self.data_input, f"多实例活动一次最多 {MOST_INSTANCES} 个，"
                                f"现在有 {len(value)} 个，请拆成几批。", "MULTI_INSTANCE")
        return plain(value)

    def locals_of(self, my_task: Step, item, number: int) -> dict:
        outer = my_task.data if my_task.has_locals else {}
        mine = {**outer, "loopCounter": number + 1}
        if self.input_item:
            mine[self.input_item] = item
        return mine

    def one_done(self, child: Step) -> None:
        my_task, kept = child.parent, child.parent.internal_data
        kept["done"] += 1
        if self.data_output:
            kept["out"] = sorted([*kept["out"], [child.internal_data["number"], self.result_of(child)]],
                                 key=lambda pair: pair[0])
        child.remove()
        if kept["done"] >= kept["total"] or self.is_enough(my_task, child):
            self.finish(my_task)
        elif self.sequential:
            item, kept["left"] = kept["left"][0], kept["left"][1:]
            self.add_instance(my_task, self.locals_of(my_task, item, kept["done"]), kept["done"])

    def result_of(self, child: Step):
        if self.output_item:
            return plain(child.workflow.script_engine.evaluate(child, self.output_item))
        given = self.locals_of(child.parent, None, 0)
        return {name: value for name, value in child.data.items() if name not in given}

    def is_enough(self, my_task: Step, child: Step) -> bool:
        if self.condition is None:
            return False
        kept = my_task.internal_data
        names = self.in_total(my_task, kept["done"], kept["total"])
        if self.data_output:
            names[self.data_output] = [value for _, value in kept["out"]]
        return child.workflow.script_engine.evaluate(child, self.condition, names) is True

    def finish(self, step: Step) -> None:
        if self.data_output:
            step.data[self.data_output] = [value for _, value in step.internal_data["out"]]
        super().finish(step)
