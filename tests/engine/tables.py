"""Decision tables for tests, written in a line per rule."""

from xml.sax.saxutils import escape

from app.engine.dmn import read_decisions

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'


def document(*decisions: str) -> bytes:
    return f"{HEAD}{''.join(decisions)}</definitions>".encode()


def decision(identity: str, inside: str, *requires: str, variable: str | None = None) -> str:
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#{one}"/></informationRequirement>' for one in requires
    )
    known = f'<variable name="{variable}"/>' if variable else ""
    return f'<decision id="{identity}" name="决策{identity}">{known}{needs}{inside}</decision>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table_xml(policy: str, inputs: dict[str, str], outputs: dict[str, str], rules: list[str]) -> str:
    """policy: "COLLECT SUM"; inputs and outputs: name → type, with allowed values or a default after "|"; rules: "> 3 | 1"."""
    kind, _, aggregation = policy.partition(" ") if policy.startswith("COLLECT") else (policy, "", "")
    attributes = f'hitPolicy="{kind}"' + (f' aggregation="{aggregation}"' if aggregation else "")
    parts = [_input(name, *spec.split("|")) for name, spec in inputs.items()]
    parts += [_output(name, *spec.split("|")) for name, spec in outputs.items()]
    parts += [_rule(text.split("|"), len(inputs)) for text in rules]
    return f"<decisionTable {attributes}>{''.join(parts)}</decisionTable>"


def table(policy: str, inputs: dict[str, str], outputs: dict[str, str], rules: list[str], identity: str = "t"):
    (read,) = read_decisions(document(decision(identity, table_xml(policy, inputs, outputs, rules))))
    return read


def _input(name: str, kind: str, allowed: str = "") -> str:
    values = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
    expression = f'<inputExpression typeRef="{kind}"><text>{escape(name)}</text></inputExpression>'
    return f'<input label="{escape(name)}列">{expression}{values}</input>'


def _output(name: str, kind: str, allowed: str = "", default: str = "") -> str:
    values = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    otherwise = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}" label="{name}列" typeRef="{kind}">{values}{otherwise}</output>'


def _rule(cells: list[str], inputs: int) -> str:
    entries = [
        f"<{'inputEntry' if at < inputs else 'outputEntry'}><text>{escape(cell.strip())}</text>"
        f"</{'inputEntry' if at < inputs else 'outputEntry'}>"
        for at, cell in enumerate(cells)
    ]
    return f"<rule>{''.join(entries)}</rule>"
