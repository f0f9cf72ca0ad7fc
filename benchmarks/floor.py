"""The floor: the thinnest honest application for the small process. Flask, SpiffWorkflow and one SQL transaction per
request; state without spec; no ORM, no sign-in, no permissions, no form check. The yardstick beside the product.

Run by benchmarks/run.py under gunicorn as `benchmarks.floor:application`, with FLOOR_DATABASE in the environment.
"""

import json
import os
import sqlite3
import uuid
from io import BytesIO

import psycopg
from flask import Flask, request
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from benchmarks.small_process import diagram

application = Flask(__name__)
DATABASE = os.environ.get("FLOOR_DATABASE", "floor.db")
POSTGRES = DATABASE.startswith("postgresql")
SCHEMA = ("CREATE TABLE IF NOT EXISTS wf (id TEXT PRIMARY KEY, state TEXT, version INTEGER)",
          "CREATE TABLE IF NOT EXISTS log (id TEXT PRIMARY KEY, wf TEXT, task TEXT, data TEXT)",
          "CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, wf TEXT, kind TEXT)",
          "CREATE TABLE IF NOT EXISTS task (id TEXT PRIMARY KEY, wf TEXT, name TEXT)",
          "CREATE INDEX IF NOT EXISTS task_wf ON task (wf)", "CREATE INDEX IF NOT EXISTS log_wf ON log (wf)")
_kept: dict = {}


def connection():
    """One connection per worker, as a pool would give."""
    if "connection" not in _kept:
        if POSTGRES:
            _kept["connection"] = psycopg.connect(DATABASE, autocommit=True)
        else:
            _kept["connection"] = sqlite3.connect(DATABASE, isolation_level=None, timeout=15)
            for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                _kept["connection"].execute(f"PRAGMA {pragma}")
    return _kept["connection"]


def sql(statement: str, *values):
    return connection().execute(statement.replace("?", "%s") if POSTGRES else statement, values)


class WithoutSpec(BpmnWorkflowConverter):
    """The state of the tasks alone: the spec is the same for every case and stays in the worker."""

    def to_dict(self, workflow):
        return {**WorkflowConverter.to_dict(self, workflow), "subprocesses": {}, "bpmn_events": []}


def spec():
    if "spec" not in _kept:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(diagram("floor"))))
        _kept["spec"] = parser.get_spec("small_process")
        registry = BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, BpmnWorkflow: WithoutSpec})
        _kept["serializer"] = BpmnWorkflowSerializer(registry)
    return _kept["spec"]


def save(workflow: BpmnWorkflow) -> str:
    return json.dumps(_kept["serializer"].to_dict(workflow))


def restore(text: str) -> BpmnWorkflow:
    return _kept["serializer"].from_dict({**json.loads(text), "spec": spec()})


def begin() -> None:
    connection().execute("BEGIN" if POSTGRES else "BEGIN IMMEDIATE")


def write(workflow: BpmnWorkflow, workflow_id: str, done: str | None, data: dict) -> list[dict]:
    sql("UPDATE wf SET state = ?, version = version + 1 WHERE id = ?", save(workflow), workflow_id)
    sql("INSERT INTO log VALUES (?, ?, ?, ?)", str(uuid.uuid4()), workflow_id, done, json.dumps(data))
    sql("INSERT INTO event VALUES (?, ?, ?)", str(uuid.uuid4()), workflow_id, "completed")
    sql("DELETE FROM task WHERE wf = ?", workflow_id)
    ready = list(workflow.get_tasks(state=TaskState.READY, manual=True))
    for task in ready:
        sql("INSERT INTO task VALUES (?, ?, ?)", str(task.id), workflow_id, task.task_spec.bpmn_id)
    return [{"id": str(task.id), "element": task.task_spec.bpmn_id} for task in ready]


@application.post("/cases")
def start():
    workflow = BpmnWorkflow(spec())
    workflow.do_engine_steps()
    workflow_id = str(uuid.uuid4())
    begin()
    sql("INSERT INTO wf VALUES (?, ?, 0)", workflow_id, "")
    tasks = write(workflow, workflow_id, None, {})
    connection().execute("COMMIT")
    return {"case": workflow_id, "tasks": tasks}


@application.put("/cases/<workflow_id>/tasks/<task_id>/completion")
def complete(workflow_id, task_id):
    answers = request.get_json()
    begin()
    lock = " FOR UPDATE" if POSTGRES else ""
    workflow = restore(sql(f"SELECT state FROM wf WHERE id = ?{lock}", workflow_id).fetchone()[0])
    task = workflow.get_task_from_id(uuid.UUID(task_id))
    task.data.update(answers)
    task.run()
    workflow.do_engine_steps()
    tasks = write(workflow, workflow_id, task.task_spec.bpmn_id, answers)
    connection().execute("COMMIT")
    return {"tasks": tasks}


def create_tables() -> None:
    for statement in SCHEMA:
        sql(statement)


spec()  # parsed once per worker, before the first request
