"""The small process of the benchmark: five completions, a decision, a deadline, two opinions in parallel.

Start → register → amount > 0? → handle (10-day deadline) → opinion_a ∥ opinion_b → evaluate → end. The same drawing
serves Hejie (FEEL) and the floor (plain SpiffWorkflow); only the way a duration is written differs.
"""

import json

TASKS = ("register", "handle", "opinion_a", "opinion_b", "evaluate")
_DEADLINE = {"hejie": 'duration("P10D")', "floor": '"P10D"'}

NODES = """
  <bpmn:startEvent id="begin"/>
  {register}
  <bpmn:exclusiveGateway id="worth" default="f_no"/>
  <bpmn:endEvent id="rejected"/>
  {handle}
  <bpmn:boundaryEvent id="deadline" attachedToRef="handle" cancelActivity="true">
    <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{deadline}</bpmn:timeDuration>
    </bpmn:timerEventDefinition></bpmn:boundaryEvent>
  <bpmn:endEvent id="too_late"/>
  <bpmn:parallelGateway id="split"/>
  {opinion_a}
  {opinion_b}
  <bpmn:parallelGateway id="join"/>
  {evaluate}
  <bpmn:endEvent id="finished"/>
"""
FLOWS = (("begin", "register"), ("register", "worth"), ("handle", "split"), ("deadline", "too_late"),
         ("split", "opinion_a"), ("split", "opinion_b"), ("opinion_a", "join"), ("opinion_b", "join"),
         ("join", "evaluate"), ("evaluate", "finished"))
KEEP = {"register": "amount", "evaluate": "score"}


def diagram(dialect: str) -> bytes:
    """The BPMN file for "hejie" or "floor"."""
    tasks = {task: _user_task(task, dialect) for task in TASKS}
    flows = "".join(f'<bpmn:sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in FLOWS)
    choice = ('<bpmn:sequenceFlow id="f_yes" sourceRef="worth" targetRef="handle"><bpmn:conditionExpression '
              'xsi:type="bpmn:tFormalExpression">amount &gt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>'
              '<bpmn:sequenceFlow id="f_no" sourceRef="worth" targetRef="rejected"/>')
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="small" targetNamespace="http://hejie/benchmark"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">
<bpmn:process id="small_process" name="小流程" isExecutable="true">
{NODES.format(deadline=_DEADLINE[dialect], **tasks)}{flows}{choice}
</bpmn:process></bpmn:definitions>""".encode()


def _user_task(task: str, dialect: str) -> str:
    if dialect == "floor":
        return f'<bpmn:userTask id="{task}" name="{task}"/>'
    settings = {"form": f"small_process/{task}", "role": "R01", "keep": KEEP.get(task, "")}
    properties = "".join(f'<spiffworkflow:property name="{name}" value="{value}"/>' for name, value in settings.items())
    return (f'<bpmn:userTask id="{task}" name="{task}"><bpmn:extensionElements><spiffworkflow:properties>{properties}'
            "</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>")


def form(task: str) -> dict:
    """A form of the size a clerk really meets; register has the decision's amount."""
    note = {"key": "note", "type": "textfield", "label": "说明", "validate": {"required": True, "maxLength": 400}}
    extra = {
        "register": [{"key": "amount", "type": "number", "label": "金额", "validate": {"required": True, "min": 0}},
                     {"key": "urgent", "type": "checkbox", "label": "是否紧急"}],
        "evaluate": [{"key": "score", "type": "number", "label": "评分", "validate": {"required": True, "min": 1,
                                                                                    "max": 5}}],
    }.get(task, [])
    return {"type": "default", "id": f"small_process_{task}", "schemaVersion": 17, "components": [note, *extra]}


def bundle() -> dict[str, bytes]:
    """The files that Hejie deploys for the benchmark."""
    forms = {f"forms/small_process/{task}.json": json.dumps(form(task), ensure_ascii=False).encode() for task in TASKS}
    return {"small_process.bpmn": diagram("hejie"), **forms}


def answers(task: str) -> dict:
    """About 1.2 KB of text over the five completions."""
    length = {"register": 350, "handle": 200, "opinion_a": 120, "opinion_b": 120, "evaluate": 150}[task]
    extra = {"register": {"amount": 1200, "urgent": False}, "evaluate": {"score": 5}}.get(task, {})
    return {"note": "邻里排水纠纷说明" * (length // 8), **extra}
