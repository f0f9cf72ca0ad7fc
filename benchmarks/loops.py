"""Does a step cost more late in a case's life? One case goes round and round over one task."""

import statistics
import uuid

from app.db import unit_of_work
from app.processes import actions as processes
from benchmarks import small_process
from benchmarks.driving import Caller

ROUNDS = 45
LOOP = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="loop"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://hejie/benchmark"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core">
<bpmn:process id="looping" name="\xe5\xbe\xaa\xe7\x8e\xaf" isExecutable="true">
  <bpmn:startEvent id="begin"/>
  <bpmn:exclusiveGateway id="back"/>
  <bpmn:userTask id="again" name="again"><bpmn:extensionElements><spiffworkflow:properties>
    <spiffworkflow:property name="form" value="small_process/handle"/>
    <spiffworkflow:property name="role" value="R01"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>
  <bpmn:exclusiveGateway id="enough" default="no"/>
  <bpmn:endEvent id="finished"/>
  <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="back"/>
  <bpmn:sequenceFlow id="f2" sourceRef="back" targetRef="again"/>
  <bpmn:sequenceFlow id="f3" sourceRef="again" targetRef="enough"/>
  <bpmn:sequenceFlow id="no" sourceRef="enough" targetRef="back"/>
  <bpmn:sequenceFlow id="yes" sourceRef="enough" targetRef="finished"><bpmn:conditionExpression
    xsi:type="bpmn:tFormalExpression">outcome = "stop"</bpmn:conditionExpression></bpmn:sequenceFlow>
</bpmn:process></bpmn:definitions>"""


def report(product, port: int, cases: int = 12) -> None:
    """Prints how long the 5th and the 40th completion of a case take: the fastest quarter, which a busy machine spoils
    least."""
    with product.app.app_context(), unit_of_work():
        processes.deploy({**small_process.bundle(), "looping.bpmn": LOOP}, None)
    early, late = [], []
    for _case_id, task_id in product.start_cases(cases, "looping"):
        spent = _go_round(Caller(port, product.token), task_id)
        early += spent[3:7]
        late += spent[38:42]
    fifth, fortieth = (statistics.quantiles(spent, n=4)[0] for spent in (early, late))
    print(f"   5th completion {fifth:.2f} ms, 40th {fortieth:.2f} ms: {fortieth / fifth:.2f} times (at most 1.3)",
          flush=True)


def _go_round(caller: Caller, task_id: int) -> list[float]:
    for _ in range(ROUNDS):
        done = caller.call("PUT", f"/api/v1/tasks/{task_id}/completion",
                           {"answers": small_process.answers("handle")}, **{"Idempotency-Key": str(uuid.uuid4())})
        task_id = done["next"][0]["id"]
    return caller.latencies
