"""BPMN text for tests that need a diagram with a fault in it."""

from app.engine.bundle import Bundle, compile_bundle, problems_of

_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="f" targetNamespace="http://hejie/shapes">
{declared}<bpmn:process id="{process}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>"""


def drawn(body: str, *flows: str, process: str = "p", declared: str = "") -> bytes:
    """`body` without the bpmn: prefix; a flow is "a b" or "a b condition"."""
    for number, flow in enumerate(flows):
        source, target, *condition = flow.split(" ", 2)
        inner = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
        body += f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
    return _FILE.format(declared=prefixed(declared), process=process, body=prefixed(body)).encode()


def prefixed(text: str) -> str:
    parts = text.replace("</", "\0").split("<")
    return "<bpmn:".join(parts).replace("<bpmn:spiffworkflow:", "<spiffworkflow:").replace("\0", "</bpmn:").replace(
        "</bpmn:spiffworkflow:", "</spiffworkflow:")


def bundle_of(*files: bytes) -> Bundle:
    return compile_bundle({f"{number}.bpmn": content for number, content in enumerate(files)})


def sentences(*files: bytes) -> list[tuple[str | None, str]]:
    """(element, sentence) of every problem."""
    return [(problem.element, problem.sentence) for problem in problems_of(
        {f"{number}.bpmn": content for number, content in enumerate(files)})]
