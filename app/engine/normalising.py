"""What modelling tools leave out and everybody means: put in before anything is checked.

Flows without an id get one; an exclusive gateway's only flow without a condition is its default; expressions lose
their leading "=". Implicit starts, ends and splits need nothing here: a scope begins where no flow leads, a branch ends
where none goes on, several flows out of a task are all taken. isExecutable is not asked for.
"""

from collections import Counter

from app.engine.reading import Definitions, Flow, Scope


def normalise(definitions: Definitions) -> Definitions:
    for process in definitions.processes:
        _normalise_scope(process)
        for _, node in process.all_nodes():
            if node.scope:
                _normalise_scope(node.scope)
    return definitions


def _normalise_scope(scope: Scope) -> None:
    often = Counter(flow.id for flow in scope.flows)
    taken = set(often)
    out: dict[str | None, list[Flow]] = {}
    for number, flow in enumerate(scope.flows, 1):
        if not flow.id or often[flow.id] > 1:
            flow.id = _free(f"flow_{number}_{flow.source}_{flow.target}", taken)
        out.setdefault(flow.source, []).append(flow)
    for node in scope.nodes.values():
        if node.type == "exclusiveGateway" and not node.attributes.get("default"):
            open_ways = [way for way in out.get(node.id, []) if not way.condition]
            if len(out.get(node.id, [])) > 1 and len(open_ways) == 1:
                node.attributes["default"] = open_ways[0].id


def _free(wanted: str, taken: set) -> str:
    while wanted in taken:
        wanted += "_"
    taken.add(wanted)
    return wanted
