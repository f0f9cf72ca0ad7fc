"""Everything a designer must repair before a diagram may run, found without running it."""

from collections import Counter
from collections.abc import Iterator

from app.engine import timers
from app.engine.building import is_event_subprocess, starts_by_itself
from app.engine.parsing import Problem
from app.engine.reading import Definitions, Event, Flow, Node, Scope

SUPPORTED_EVENTS = {
    "startEvent": {"message", "timer", "signal", "error", "escalation"},
    "endEvent": {"message", "signal", "error", "escalation", "terminate"},
    "intermediateThrowEvent": {"message", "signal", "escalation"},
    "intermediateCatchEvent": {"message", "signal", "timer"},
    "boundaryEvent": {"message", "signal", "timer", "error", "escalation"},
}
DEEPEST = 8
_KIND = {"compensate": "补偿", "conditional": "条件", "cancel": "取消", "link": "链接", "terminate": "终止",
         "error": "错误", "escalation": "升级", "timer": "定时", "message": "消息", "signal": "信号"}
_UNSUPPORTED = {"complexGateway": "复杂网关", "adHocSubProcess": "即席子流程", "transaction": "事务子流程"}
_GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
_HOSTS = ("userTask", "manualTask", "task", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
          "callActivity", "subProcess")


def problems_of_file(definitions: Definitions, processes: set[str], decisions: set[str]) -> Iterator[Problem]:
    """`processes` and `decisions`: the ids of all that the bundle holds."""
    for process in definitions.processes:
        if not process.id:
            yield Problem(definitions.file, None, "流程没有 id，请在设计器里给流程起一个 id。")
        elif not process.nodes:
            yield Problem(definitions.file, process.id, "流程是空的，至少要有一个开始和一个任务。")
        yield from _twice(process)
        yield from _too_deep(process, process, 1)
        for scope in _scopes(process):
            for element, sentence in _in_scope(scope, definitions, processes, decisions):
                yield Problem(definitions.file, element, sentence)


def _scopes(process: Scope) -> Iterator[Scope]:
    yield process
    yield from (node.scope for _, node in process.all_nodes() if node.scope)


def _too_deep(process: Scope, scope: Scope, depth: int) -> Iterator[Problem]:
    for node in scope.nodes.values():
        if node.scope and depth > DEEPEST:
            yield Problem(process.file, node.id, f"子流程套了超过 {DEEPEST} 层，请拆成调用的流程。")
        elif node.scope:
            yield from _too_deep(process, node.scope, depth + 1)


def _twice(process: Scope) -> Iterator[Problem]:
    seen = set()
    for scope, node in process.all_nodes():
        if node.id in seen or node.id in scope.twice:
            yield Problem(process.file, node.id, "同一流程里有两个元素用了这个 id，请改掉一个。")
        seen.add(node.id)


def _in_scope(scope: Scope, definitions: Definitions, processes: set[str], decisions: set[str]):
    for kind, line in scope.nameless:
        yield None, f"第 {line} 行的 {kind} 没有 id，请在设计器里重新保存。"
    yield from _flows(scope)
    yield from _starts(scope)
    out: dict[str, list[Flow]] = {}
    for flow in scope.flows:
        if _is_whole(flow, scope):
            out.setdefault(flow.source, []).append(flow)
    into = Counter(flow.target for flow in scope.flows)
    for node in scope.nodes.values():
        yield from _node(node, scope, out.get(node.id, []), into)
        yield from _contents(node, processes, decisions)
        yield from _events(node, definitions)


def _is_whole(flow: Flow, scope: Scope) -> bool:
    return flow.source in scope.nodes and flow.target in scope.nodes


def _flows(scope: Scope):
    for flow in scope.flows:
        if not _is_whole(flow, scope):
            missing = flow.target if flow.source in scope.nodes else flow.source
            yield flow.id, f"流程线连到了不存在（或不在同一层）的元素“{missing}”，请重新连接。"
            continue
        if scope.nodes[flow.target].type in ("startEvent", "boundaryEvent"):
            yield flow.target, "流程线不能连入开始事件或边界事件，请改接到后面的元素。"
        if scope.nodes[flow.source].type == "endEvent":
            yield flow.source, "结束事件后面不能再连流程线，请改用中间事件。"


def _starts(scope: Scope):
    plain = [node for node in scope.nodes.values() if node.type == "startEvent" and not node.event]
    if len(plain) > 1:
        yield plain[1].id, "一层里只能有一个普通的开始事件，请合并。"


def _node(node: Node, scope: Scope, ways: list[Flow], into: Counter):
    if node.type in _UNSUPPORTED:
        yield node.id, f"暂不支持{_UNSUPPORTED[node.type]}，请改用其他画法。"
    if node.type in _GATEWAYS and not ways:
        yield node.id, "网关后面没有流程线，流程会在这里断掉，请接到后面的元素或结束事件。"
    if not into[node.id] and scope.has_start and not starts_by_itself(node):
        yield node.id, "没有流程线连入，永远走不到，请连上或删除。"
    if node.type in ("exclusiveGateway", "inclusiveGateway"):
        yield from _choice(node, ways)
    if node.type == "parallelGateway" and any(way.condition for way in ways):
        yield node.id, "并行网关的流向不能带条件，请去掉条件，或改用包容网关。"
    if node.type == "eventBasedGateway":
        yield from _event_choice(node, ways, scope, into)
    if node.type == "boundaryEvent":
        yield from _boundary(node, scope)
    default = node.attributes.get("default")
    if default and default not in {way.id for way in ways}:
        yield node.id, f"默认流向“{default}”不是从这里出去的流程线，请重新指定。"


def _choice(node: Node, ways: list[Flow]):
    open_ways = [way for way in ways if not way.condition and way.id != node.attributes.get("default")]
    if len(ways) > 1 and node.type == "exclusiveGateway" and open_ways:
        named = "、".join(way.id or "" for way in open_ways)
        yield node.id, f"排他网关有流向既没有条件也不是默认流向（{named}），请补上条件，或把其中一条设为默认。"


def _event_choice(node: Node, ways: list[Flow], scope: Scope, into: Counter):
    for way in ways:
        target = scope.nodes[way.target]
        if target.type not in ("intermediateCatchEvent", "receiveTask") or way.condition:
            yield node.id, f"事件网关后面只能直接接中间捕获事件或接收任务，“{target.id}”不是。"
        if into[target.id] > 1:
            yield target.id, "事件网关后面的事件只能从这个网关连入，请给别处另画一个。"


def _boundary(node: Node, scope: Scope):
    host = scope.nodes.get(node.attributes.get("attachedToRef", ""))
    if host is None or host.type not in _HOSTS:
        yield node.id, "边界事件没有附着在同一层的任务或子流程上，请重新放置。"
    elif is_event_subprocess(host):
        yield node.id, "边界事件不能附着在事件子流程上，请附着在外层子流程上。"
    if node.event is None:
        yield node.id, "边界事件没有指定等待什么，请选择消息、定时、错误、升级或信号。"
    elif node.event.kind == "error" and node.attributes.get("cancelActivity") == "false":
        yield node.id, "错误边界事件总是中断的，请改成中断，或改用升级事件。"


def _contents(node: Node, processes: set[str], decisions: set[str]):
    if node.type == "callActivity":
        called = node.attributes.get("calledElement")
        if called not in processes:
            yield node.id, f"调用的流程“{called or '未指定'}”不在这组文件里，请补上文件或改正名称。"
    if node.type == "businessRuleTask" and node.decision not in decisions:
        yield node.id, f"业务规则任务的决策“{node.decision or '未指定'}”不在这组文件里，请补上决策表或改正名称。"
    if node.type == "scriptTask" and not node.script:
        yield node.id, "脚本任务没有内容，请写一个 FEEL 上下文，例如 {a: 1}。"
    if node.type == "serviceTask" and not node.operator:
        yield node.id, "服务任务没有指定服务，请选择要调用的服务。"
    if node.type == "sendTask" and not (node.operator or node.event or node.attributes.get("messageRef")):
        yield node.id, "发送任务没有指定消息，请选择消息或服务。"
    if node.type == "receiveTask" and not (node.event or node.attributes.get("messageRef")):
        yield node.id, "接收任务没有指定消息，请选择要等的消息。"
    if node.loop:
        yield from _loop(node)
    if node.scope and not node.scope.nodes:
        yield node.id, "子流程里面是空的，请画上内容或换成任务。"
    if is_event_subprocess(node):
        yield from _event_subprocess(node)


def _loop(node: Node):
    loop = node.loop
    if loop.kind == "standard":
        if not (loop.condition or loop.maximum):
            yield node.id, "循环任务既没有条件也没有次数上限，会一直循环，请至少写一个。"
        if loop.maximum and not loop.maximum.isdigit():
            yield node.id, "循环任务的次数上限要写成整数。"
    elif bool(loop.collection) == bool(loop.cardinality):
        yield node.id, "多实例活动要么指定集合，要么指定个数，请二选一。"


def _event_subprocess(node: Node):
    starts = [inner for inner in node.scope.nodes.values() if inner.type == "startEvent"]
    if len(starts) != 1 or not starts[0].event:
        yield node.id, "事件子流程里要有且只有一个带事件的开始事件，请补上或删去多余的。"
    if node.loop:
        yield node.id, "事件子流程不能设成多实例或循环。"


def _events(node: Node, definitions: Definitions):
    supported = SUPPORTED_EVENTS.get(node.type)
    if len(node.events) > 1:
        yield node.id, "一个事件只能等待或发出一种东西，请拆成几个事件。"
    for event in node.events:
        if supported is not None and event.kind not in supported:
            yield node.id, f"这里不支持{_KIND.get(event.kind, event.kind)}事件，请改用其他画法。"
        elif event.kind == "timer":
            yield from _timer(node, event)
        else:
            yield from _reference(node, event, definitions)
    if node.type == "intermediateCatchEvent" and not node.events:
        yield node.id, "中间捕获事件没有指定等待什么，请选择消息、定时或信号。"
    reference = node.attributes.get("messageRef")
    if reference and reference not in definitions.messages:
        yield node.id, f"引用的消息“{reference}”没有定义，请重新选择。"


def _timer(node: Node, event: Event):
    if not event.expression:
        yield node.id, "定时器没有写时间，请写日期时间、时长或 FEEL 表达式。"
    elif timers.is_literal(event.expression):
        sentence = timers.problem_of(event.timer, event.expression)
        if sentence:
            yield node.id, sentence


def _reference(node: Node, event: Event, definitions: Definitions):
    declared = {"message": definitions.messages, "signal": definitions.signals, "error": definitions.errors,
                "escalation": definitions.escalations}.get(event.kind)
    if declared is None or event.reference in declared:
        return
    throws_or_waits = node.type in ("endEvent", "intermediateThrowEvent") or event.kind in ("message", "signal")
    if event.reference or throws_or_waits:
        yield node.id, f"{_KIND[event.kind]}事件引用的定义“{event.reference or '未指定'}”不存在，请重新选择。"
