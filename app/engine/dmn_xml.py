"""DMN 1.3 XML to decisions, without trusting the file: no DTD, no entities, no network, bounded in size."""

from collections.abc import Mapping

from lxml import etree

from app.engine.dmn_tables import POLICIES, DmnProblem, Input, Literal, Output, Rule, Table

LARGEST = 2_000_000  # bytes of a file
LONGEST_CELL = 2_000  # characters
MOST_RULES = 2_000
_NAMESPACE = "/spec/DMN/"
_AGGREGATORS = {"SUM", "MIN", "MAX", "COUNT"}
_UNSUPPORTED = {
    "context",
    "invocation",
    "relation",
    "list",
    "functionDefinition",
    "conditional",
    "for",
    "every",
    "some",
    "filter",
}


def read(xml: bytes) -> list[Table | Literal]:
    """The decisions of a file in the order they are written, each with those it requires. Raises DmnProblem."""
    elements = {}
    for element in _root(xml).iterchildren("{*}decision"):
        identity = element.get("id")
        if not identity or identity in elements:
            shown = element.get("name") or identity or "未命名"
            raise DmnProblem(f"决策“{shown}”没有标识或标识重复，请给每个决策一个不同的标识。")
        elements[identity] = element
    if not elements:
        raise DmnProblem("文件里没有决策，请至少画一个决策表。")
    return _Reading(elements).all()


def _root(xml: bytes) -> etree._Element:
    if len(xml) > LARGEST:
        raise DmnProblem(f"决策文件超过 {LARGEST // 1_000_000} MB，请拆成几个文件。")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise DmnProblem("决策文件里不能有 DOCTYPE 或实体声明，请用决策表编辑器重新保存。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnProblem(f"决策文件不是完整的 XML（{error}），请用决策表编辑器重新保存。") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DmnProblem("决策文件里不能有 DOCTYPE 或实体声明，请用决策表编辑器重新保存。")
    if etree.QName(root).localname != "definitions" or _NAMESPACE not in (etree.QName(root).namespace or ""):
        raise DmnProblem("这不是 DMN 决策文件，请检查是否选错了文件。")
    return root


class _Reading:
    """One pass over the decisions of a file, following requirements and refusing circles."""

    def __init__(self, elements: Mapping[str, etree._Element]):
        self._elements = elements
        self._read: dict[str, Table | Literal] = {}
        self._open: list[str] = []

    def all(self) -> list[Table | Literal]:
        return [self._decision(identity) for identity in self._elements]

    def _decision(self, identity: str) -> Table | Literal:
        if identity in self._open:
            circle = " → ".join([*self._open[self._open.index(identity) :], identity])
            raise DmnProblem(f"决策互相要求，形成了循环：{circle}。请去掉其中一条要求。", identity)
        if identity not in self._read:
            self._open.append(identity)
            self._read[identity] = self._make(identity)
            self._open.pop()
        return self._read[identity]

    def _make(self, identity: str) -> Table | Literal:
        element = self._elements[identity]
        requires = tuple(self._decision(wanted) for wanted in self._required(element))
        if (table := _child(element, "decisionTable")) is not None:
            return _table(element, table, requires)
        if (literal := _child(element, "literalExpression")) is not None:
            return _literal(element, literal, requires)
        raise DmnProblem(f"{_shown(element)}{_what_it_is_instead(element)}，请改用决策表或文字表达式。", identity)

    def _required(self, element: etree._Element):
        for wanted in element.iterfind("{*}informationRequirement/{*}requiredDecision"):
            href = wanted.get("href", "")
            if not href.startswith("#") or href[1:] not in self._elements:
                raise DmnProblem(
                    f"{_shown(element)}要求的决策“{href}”不在这个文件里，请把它放进同一个文件。", element.get("id")
                )
            yield href[1:]


def _what_it_is_instead(element) -> str:
    kinds = {etree.QName(child).localname for child in element.iterchildren(tag=etree.Element)} & _UNSUPPORTED
    return f"用的是暂不支持的写法（{kinds.pop()}）" if kinds else "是空的"


def _literal(element, literal, requires) -> Literal:
    text = _text(literal)
    if not text:
        raise DmnProblem(f"{_shown(element)}的表达式是空的，请写上。", element.get("id"))
    return Literal(element.get("id"), _name(element), _variable(element), text, requires)


def _table(element, table, requires) -> Table:
    identity, name = element.get("id"), _name(element)
    inputs = tuple(_input(element, column) for column in table.iterchildren("{*}input"))
    variable = _variable(element)
    outputs = tuple(_output(column, variable) for column in table.iterchildren("{*}output"))
    if not outputs:
        raise DmnProblem(f"{_shown(element)}没有输出列，请至少加一列。", identity)
    rules = tuple(_rule(element, rule, len(inputs), len(outputs)) for rule in table.iterchildren("{*}rule"))
    if len(rules) > MOST_RULES:
        raise DmnProblem(f"{_shown(element)}的规则超过 {MOST_RULES} 条，请拆成几张表。", identity)
    policy, aggregator = table.get("hitPolicy", "UNIQUE"), table.get("aggregation")
    if policy not in POLICIES or (aggregator and (policy != "COLLECT" or aggregator not in _AGGREGATORS)):
        raise DmnProblem(f"{_shown(element)}的命中策略“{policy} {aggregator or ''}”不认识，请重新选择。", identity)
    return Table(identity, name, variable, policy, aggregator, inputs, outputs, rules, requires)


def _input(element, column) -> Input:
    expression = _child(column, "inputExpression")
    text = _text(expression) if expression is not None else ""
    label = column.get("label") or text
    if not text:
        raise DmnProblem(
            f"{_shown(element)}的输入列“{label or column.get('id')}”没有写取什么数据，请补上。", element.get("id")
        )
    return Input(label, text, expression.get("typeRef"), _allowed(column, "inputValues"))


def _output(column, variable: str) -> Output:
    name = column.get("name") or variable
    default = _child(column, "defaultOutputEntry")
    return Output(
        name,
        column.get("label") or name,
        column.get("typeRef"),
        _allowed(column, "outputValues"),
        _text(default) or None,
    )


def _allowed(column, kind: str) -> str | None:
    return _text(_child(column, kind)) or None


def _rule(element, rule, inputs: int, outputs: int) -> Rule:
    when = tuple(_cell(element, cell) or "-" for cell in rule.iterchildren("{*}inputEntry"))
    then = tuple(_cell(element, cell) for cell in rule.iterchildren("{*}outputEntry"))
    if (len(when), len(then)) != (inputs, outputs):
        raise DmnProblem(f"{_shown(element)}有一条规则的格数与列数不同，请用决策表编辑器重新保存。", element.get("id"))
    return Rule(when, then, _note(rule))


def _note(rule) -> str:
    annotations = "；".join(filter(None, (_text(note) for note in rule.iterchildren("{*}annotationEntry"))))
    return annotations or _text(_child(rule, "description"), inner=None)


def _cell(element, cell) -> str:
    text = _text(cell)
    if len(text) > LONGEST_CELL:
        raise DmnProblem(f"{_shown(element)}有一格超过 {LONGEST_CELL} 个字符，请写短一些。", element.get("id"))
    return text


def _text(element, inner: str | None = "text") -> str:
    holder = element if element is None or inner is None else _child(element, inner)
    return "".join(holder.itertext()).strip() if holder is not None else ""


def _child(element, name: str):
    return element.find(f"{{*}}{name}")


def _variable(element) -> str:
    variable = _child(element, "variable")
    return (variable.get("name") if variable is not None else None) or element.get("id")


def _name(element) -> str:
    return element.get("name") or element.get("id")


def _shown(element) -> str:
    return f"决策“{_name(element)}”"
