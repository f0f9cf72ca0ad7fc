"""Every FEEL text of the diagrams, read before anything runs."""

from collections.abc import Iterator

from app.engine import feel, timers
from app.engine.parsing import Problem
from app.engine.reading import Definitions, Node


def problems_of_expressions(definitions: list[Definitions]) -> list[Problem]:
    """One problem per expression that can't be read; all are looked at in one call into V8."""
    written = [(one.file, element, text) for one in definitions for element, text in _expressions(one)]
    if not written:
        return []
    found = feel.survey([_text(text) for _, _, text in written], [])
    return [Problem(file, element, found["=" + _text(text)].sentence) for file, element, text in written
            if isinstance(found["=" + _text(text)], feel.FeelProblem)]


def _text(text: str) -> str:
    return text.strip().removeprefix("=").strip()


def _expressions(definitions: Definitions) -> Iterator[tuple[str, str]]:
    for process in definitions.processes:
        for scope in (process, *(node.scope for _, node in process.all_nodes() if node.scope)):
            yield from ((flow.id, flow.condition) for flow in scope.flows if flow.condition)
            for node in scope.nodes.values():
                yield from ((node.id, text) for text in _of_node(node) if text)


def _of_node(node: Node) -> Iterator[str | None]:
    yield from (text for text in node.properties.values() if text.startswith("="))
    yield from (text for text in node.parameters.values() if text.strip())
    yield from (node.script, node.payload)
    for event in node.events:
        if event.expression and not timers.is_literal(event.expression):
            yield event.expression
    if node.loop:
        yield from (node.loop.collection, node.loop.cardinality, node.loop.condition, node.loop.output_item)
