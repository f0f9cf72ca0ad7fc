"""The process walked while the server is killed: three tasks in a row, beside them two timers, each opening a task."""

import json
from itertools import pairwise

TASKS = ("ut_first", "ut_second", "ut_third", "ut_after_first", "ut_after_second")
TIMERS = ("t_first", "t_second")
_FORM = {"type": "default", "id": "walk", "schemaVersion": 17, "components": [
    {"key": "note", "type": "textfield", "label": "说明", "validate": {"required": True, "maxLength": 200}}]}


def bundle() -> dict[str, bytes]:
    return {"crash_walk.bpmn": _diagram(), "forms/crash_walk/note.json": json.dumps(_FORM, ensure_ascii=False).encode()}


def _diagram() -> bytes:
    chain = ["split", *TASKS[:3], "tasks_done"]
    waiting = ["split", "t_first", "ut_after_first", "t_second", "ut_after_second", "timers_done"]
    pairs = [("begin", "split"), *pairwise(chain), *pairwise(waiting)]
    flows = "".join(f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="crash" targetNamespace="http://hejie/tests"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">
<bpmn:process id="crash_walk" name="断电演练" isExecutable="true">
<bpmn:startEvent id="begin"/><bpmn:parallelGateway id="split"/>
{"".join(_task(task) for task in TASKS)}{"".join(_timer(timer) for timer in TIMERS)}
<bpmn:endEvent id="tasks_done"/><bpmn:endEvent id="timers_done"/>{flows}
</bpmn:process></bpmn:definitions>""".encode()


def _task(task: str) -> str:
    return (f'<bpmn:userTask id="{task}" name="{task}"><bpmn:extensionElements><spiffworkflow:properties>'
            '<spiffworkflow:property name="form" value="crash_walk/note"/>'
            '<spiffworkflow:property name="role" value="R01"/>'
            "</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>")


def _timer(timer: str) -> str:
    return (f'<bpmn:intermediateCatchEvent id="{timer}" name="{timer}"><bpmn:timerEventDefinition>'
            f'<bpmn:timeDate xsi:type="bpmn:tFormalExpression">date and time({timer}_at)</bpmn:timeDate>'
            "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>")
