"""The saved state of an instance: its living tokens and its variables, and nothing of the diagram.

zlib-compressed JSON of our own shape. SpiffWorkflow's serializers are not used: one of them calls eval on old timers,
all of them take case data with a `typename` for an object. Here data is data. A state names the bundle it belongs to
and the version of its shape; anything else is refused.
"""

import json
import zlib
from typing import Any

from app.engine.failures import EngineFailure
from app.engine.run import Run
from app.engine.steps import Step
from app.engine.workflows import ROOT, InstanceWorkflow

FORMAT = "hejie-1"
LARGEST = 32 * 1024 * 1024


def save(top: InstanceWorkflow, status: str) -> bytes:
    scopes_of_data: list[dict] = []
    places = {id(top.data): 0}
    scopes = [[None if scope is top else scope.host.id, scope.spec.name, _steps(scope, places, scopes_of_data)]
              for scope in top.scopes()]
    state = {"format": FORMAT, "bundle": top.bundle.digest, "process": top.spec.name, "status": status,
             "next": top.number, "variables": top.data, "locals": scopes_of_data, "scopes": scopes}
    try:
        text = json.dumps(state, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as why:
        raise EngineFailure("", "", f"流程数据无法保存（{why}），请检查最近一步写入的变量。", "DATA") from why
    return zlib.compress(text.encode("ascii"), 1)


def _steps(scope, places: dict[int, int], scopes_of_data: list[dict]) -> list[list[Any]]:
    return [[step.id, step.task_spec.name, step.state, step._parent, _place(step.data, places, scopes_of_data),
             step.internal_data] for step in scope.living()]


def _place(data: dict, places: dict[int, int], scopes_of_data: list[dict]) -> int:
    """0 for the variables, else the number of the locals; locals that steps share stay shared."""
    if id(data) not in places:
        scopes_of_data.append(data)
        places[id(data)] = len(scopes_of_data)
    return places[id(data)]


def restore(bundle, state: bytes, run: Run) -> tuple[InstanceWorkflow, str]:
    """The instance as it was saved, and its status. Everything in it is new; the specs are the bundle's."""
    kept = _read(state)
    if kept["bundle"] != bundle.digest:
        raise EngineFailure("", "", "保存的流程状态属于另一个流程版本，请先迁移再继续。", "STATE")
    top = InstanceWorkflow(bundle, kept["process"], bundle.script_engine, run, kept["variables"], kept["next"])
    data = [top.data, *kept["locals"]]
    for host, name, steps in kept["scopes"]:
        scope = top if host is None else top.create_subprocess(top.step(host), name)
        for step in steps:
            _restore_step(scope, step, data)
    run.touched.clear()
    return top, kept["status"]


def _restore_step(scope, kept: list[Any], data: list[dict]) -> None:
    step_id, name, state, parent, place, internal = kept
    spec = scope.spec.task_specs.get(name)
    if spec is None:
        raise EngineFailure(name, "", f"保存的流程状态里有流程图中不存在的元素“{name}”，请联系系统管理员。", "STATE")
    step = Step(scope, spec, scope.tasks[parent or ROOT], id=step_id, data=data[place])
    step._state, step.internal_data = state, internal


def _read(state: bytes) -> dict[str, Any]:
    try:
        unpacker = zlib.decompressobj()
        kept = json.loads(unpacker.decompress(state, LARGEST))
        if unpacker.unconsumed_tail:
            raise ValueError("too large")
        version = kept.get("format")
    except (zlib.error, ValueError, AttributeError, TypeError) as why:
        raise EngineFailure("", "", "保存的流程状态已损坏或不是本系统写的，不能继续，请从备份恢复。", "STATE") from why
    if version != FORMAT:
        raise EngineFailure("", "", f"保存的流程状态是另一种格式（{version or '未知'}），本版本不能读，请先升级数据。", "STATE")
    return kept
