"""What bpmn/ADDING_A_ROUTE.md tells a designer to do, done to the shipped bundle: no line of Python belongs to a route."""

import json
from pathlib import Path

from lxml import etree

from app.processes import shipped
from app.processes.layout import lay_out

HERE = Path(__file__).parent
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
ROUTE, PROCESS, NAME = "LABOR_ARB", "labor_arbitration", "劳动争议仲裁对接"


def with_the_route() -> dict[str, bytes]:
    """The shipped files and the route, as they would be deployed."""
    files = shipped.read_bundle()
    files[f"{PROCESS}.bpmn"] = lay_out((HERE / f"{PROCESS}.bpmn").read_bytes())
    files |= {f"forms/{PROCESS}/{path.name}": path.read_bytes() for path in (HERE / "forms").glob("*.json")}
    files["clocks.json"] = (HERE / "clocks.json").read_bytes()
    files["dispute_main.bpmn"] = lay_out(_called_from(files["dispute_main.bpmn"]))
    files["dmn_mediation_route.dmn"] = _row(
        files["dmn_mediation_route.dmn"], before='"10", "11"', inputs={"mojType": '"10", "11"', "complexity": '"COMPLEX"'},
        outputs={"route": f'"{ROUTE}"', "lead": '"跟办员"', "call": f'"{PROCESS}"', "remark": '"疑难的劳动争议先仲裁"'})
    files["dmn_deadline.dmn"] = _row(
        _known(files["dmn_deadline.dmn"]), before='"INDUSTRY"', inputs={"route": f'"{ROUTE}"'},
        outputs={"clockId": '"CK40"', "limit": "45", "unit": '"cd"', "extMax": '"-"', "extBy": '"-"', "suspendOn": '"-"'})
    files["dmn_after_failure.dmn"] = _known(files["dmn_after_failure.dmn"])
    triage = "forms/dispute_main/ut_triage_confirm.json"
    files[triage] = _offered(files[triage])
    return files


def _called_from(diagram: bytes) -> bytes:
    """A call activity in sp_handling, a flow from gw_route with its condition, a flow to ee_handling."""
    root = etree.fromstring(diagram)
    handling = root.find(f".//{{{BPMN}}}subProcess[@id='sp_handling']")
    call = _add(handling, "callActivity", id=f"ca_{PROCESS}", name="仲裁对接", calledElement=PROCESS)
    there = _add(handling, "sequenceFlow", id=f"f_gw_route__ca_{PROCESS}", name="仲裁对接", sourceRef="gw_route",
                 targetRef=f"ca_{PROCESS}")
    _add(there, "conditionExpression").text = f'route = "{ROUTE}"'
    _add(handling, "sequenceFlow", id=f"f_ca_{PROCESS}__ee_handling", sourceRef=f"ca_{PROCESS}", targetRef="ee_handling")
    _add(call, "incoming").text = f"f_gw_route__ca_{PROCESS}"
    _add(call, "outgoing").text = f"f_ca_{PROCESS}__ee_handling"
    _add(handling.find("*[@id='gw_route']"), "outgoing").text = f"f_gw_route__ca_{PROCESS}"
    end = handling.find("*[@id='ee_handling']")
    end.insert(0, etree.Element(f"{{{BPMN}}}incoming"))
    end[0].text = f"f_ca_{PROCESS}__ee_handling"
    return etree.tostring(root)


def _add(parent, tag: str, **attributes):
    return etree.SubElement(parent, f"{{{BPMN}}}{tag}", attributes)


def _row(table: bytes, before: str, inputs: dict[str, str], outputs: dict[str, str]) -> bytes:
    """One more row, before the first that has this text in an input: FIRST takes the first that holds."""
    root = etree.fromstring(table)
    (decision,) = root.iter(f"{{{DMN}}}decisionTable")
    names = [one.findtext(f"{{{DMN}}}inputExpression/{{{DMN}}}text") for one in decision.findall(f"{{{DMN}}}input")]
    rule = etree.Element(f"{{{DMN}}}rule", id=f"{PROCESS}_row")
    cells = [("inputEntry", inputs.get(name, "")) for name in names]
    cells += [("outputEntry", outputs[one.get("name")]) for one in decision.findall(f"{{{DMN}}}output")]
    for place, (tag, text) in enumerate(cells):
        cell = etree.SubElement(rule, f"{{{DMN}}}{tag}", id=f"{PROCESS}_cell_{place}")
        etree.SubElement(cell, f"{{{DMN}}}text").text = text
    later = next(one for one in decision.findall(f"{{{DMN}}}rule")
                 if before in [cell.findtext(f"{{{DMN}}}text") for cell in one.findall(f"{{{DMN}}}inputEntry")])
    later.addprevious(rule)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _known(table: bytes) -> bytes:
    """The route among the values that the table's column allows."""
    return table.replace(b'"INDUSTRY","ADMIN_MEDIATION"', f'"INDUSTRY","{ROUTE}","ADMIN_MEDIATION"'.encode())


def _offered(form: bytes) -> bytes:
    """An option of the triage form: among its values, and wherever its expression lists what may be chosen now."""
    schema = json.loads(form)
    (field,) = [part for group in schema["components"] for part in group.get("components", ()) if part.get("key") == "route"]
    field["values"].insert(0, {"value": ROUTE, "label": NAME})
    listed, added = '{value: "JOINT"', f'{{value: "{ROUTE}", label: "{NAME}"}}, '
    field["valuesExpression"] = field["valuesExpression"].replace(listed, added + listed)
    return json.dumps(schema, ensure_ascii=False).encode()
