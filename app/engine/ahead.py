"""Who acts next if a step ends this way: read from the diagrams, nothing is run.

The flows are followed from a user task to the next places where somebody acts or something is waited for. A condition
counts as decided if all it reads is known: the answer `outcome`, and what scripts on the way make of it. Where it
depends on anything else every way is followed, and what lies behind is only possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.engine.bundle import Bundle
from app.engine.conditions import holds, known_after
from app.engine.reading import Definitions, Node, Scope

TASK, WAIT, END = "TASK", "WAIT", "END"
PEOPLE = frozenset({"userTask", "manualTask"})
WAITS = frozenset({"intermediateCatchEvent", "receiveTask", "eventBasedGateway"})
THROWS = frozenset({"endEvent", "intermediateThrowEvent"})
MOST_STEPS = 4000
"""A walk that is longer gives up and leaves what it found as possible."""


@dataclass(frozen=True)
class Following:
    """One thing that comes next. `kind`: TASK, WAIT (for a message, a time) or END (of the process).

    `role`, `unit`, `assignee`: as the diagram writes them, FEEL or plain. `certain`: it comes whatever the case holds;
    `together`: only once others beside this step are done, too.
    """

    kind: str
    process: str
    element: str
    name: str
    role: str = ""
    unit: str = ""
    assignee: str = ""
    certain: bool = True
    together: bool = False


@dataclass(frozen=True)
class _Frame:
    """A scope that is left at its end for what stands behind `host`; None: whoever calls the process."""

    definitions: Definitions
    scope: Scope
    host: Node | None = None


@dataclass(frozen=True)
class _Token:
    """Where a walk is: the frames around it, what it knows, and whether it must have come this way."""

    frames: tuple[_Frame, ...]
    node: Node
    known: Mapping[str, object] = field(hash=False)
    certain: bool = True
    together: bool = False
    forks: int = 0
    """Forks on this walk that are not joined yet; a join beyond them waits for what began before."""

    @property
    def key(self):
        return (tuple(frame.scope.id for frame in self.frames), self.node.id, tuple(sorted(self.known.items(), key=str)),
                self.certain, self.together, self.forks)


def after(bundle: Bundle, process_id: str, element: str, outcome: str,
          standing: frozenset[str] = frozenset()) -> list[Following]:
    """What comes next when the user task ends with this outcome, in the order of the drawing; the certain ones first.

    `standing`: the call activities of the case that hold a token; where a process ends, it goes on behind these, and
    without them behind everything that calls it. Raises KeyError if the bundle has no such process or element.
    """
    walk = _Walk(bundle, standing)
    walk.leave(_placed(bundle, process_id, element, outcome))
    return walk.found()


class _Walk:
    def __init__(self, bundle: Bundle, standing: frozenset[str]):
        self.bundle, self._standing = bundle, standing
        self._seen, self._waiting, self._found, self._cut = set(), [], {}, False

    def leave(self, start: _Token) -> None:
        """From behind the start to everything that may come next."""
        self._go_on(start)
        while self._waiting:
            token = self._waiting.pop(0)
            if token.key in self._seen:
                continue
            self._seen.add(token.key)
            if len(self._seen) > MOST_STEPS:
                self._cut = True
                return
            self._arrive(token)

    def found(self) -> list[Following]:
        steps = list(self._found.values())
        if self._cut:
            steps = [replace(step, certain=False) for step in steps]
        elif len(steps) == 1 and not steps[0].together:
            steps = [replace(steps[0], certain=True)]  # however it is decided, all ways lead there
        return sorted(steps, key=lambda step: not step.certain)

    def _arrive(self, token: _Token) -> None:
        node = token.node
        if node.type in PEOPLE:
            return self._note(token, TASK)
        if node.type in WAITS:
            return self._note(token, WAIT)
        if node.type == "callActivity":
            return self._enter(token, *_drawn(self.bundle, node.attributes["calledElement"]))
        if node.scope is not None:
            return self._enter(token, token.frames[-1].definitions, node.scope)
        if node.type in ("parallelGateway", "inclusiveGateway"):
            token = _forked_or_joined(token)
        return self._go_on(replace(token, known=known_after(node, token.known)))

    def _enter(self, token: _Token, definitions: Definitions, scope: Scope) -> None:
        frames = (*token.frames, _Frame(definitions, scope, token.node))
        if len(frames) > 12:  # a process that calls itself
            return
        for node in _beginnings(scope):
            self._push(replace(token, frames=frames, node=node))

    def _go_on(self, token: _Token) -> None:
        caught = list(self._caught(token)) if token.node.type in THROWS else []
        self._waiting += [one for one, _ in caught]
        if any(interrupts for _, interrupts in caught):
            return
        ways = list(_ways_out(token))
        self._waiting += ways
        if not ways and not _flows(token):
            self._end(token)

    def _end(self, token: _Token) -> None:
        """A scope ends here: on behind its host, or behind every call of the process."""
        inner, outer = token.frames[-1], token.frames[:-1]
        if inner.host is not None and inner.host.attributes.get("triggeredByEvent") == "true":
            return self._note(token, END)
        several = inner.host is not None and inner.host.loop is not None
        if outer:
            if several:
                for node in _beginnings(inner.scope):
                    self._push(replace(token, node=node, certain=False, known={}))
            return self._go_on(replace(token, frames=outer, node=inner.host, certain=token.certain and not several))
        calls = self._calls_of(inner.scope.id)
        if not calls:
            return self._note(token, END)
        for frames, host in calls:
            self._go_on(replace(token, frames=frames, node=host, certain=token.certain and len(calls) == 1))
        return None

    def _caught(self, token: _Token) -> Iterator[tuple[_Token, bool]]:
        """Where an error or escalation that is thrown here goes on, from the inside out, and whether it ends the rest."""
        event = token.node.event
        if event is None or event.kind not in ("error", "escalation"):
            return
        code = _code(token.frames[-1].definitions, event)
        for depth in range(len(token.frames), 0, -1):
            frames = token.frames[:depth]
            for node, interrupts in _catchers(frames, event.kind, code):
                yield replace(token, frames=frames[:-1] if node.type == "boundaryEvent" else frames, node=node), interrupts
                return
        for frames, host in self._calls_of(token.frames[0].scope.id):
            for node, interrupts in _catchers((*frames, _Frame(*_drawn(self.bundle, token.frames[0].scope.id), host)),
                                              event.kind, code):
                yield replace(token, frames=frames, node=node, certain=False), interrupts

    def _calls_of(self, process_id: str) -> list[tuple[tuple[_Frame, ...], Node]]:
        calls = list(_calls_of(self.bundle, process_id))
        return [call for call in calls if call[1].id in self._standing] or calls

    def _push(self, token: _Token) -> None:
        self._waiting.append(token)

    def _note(self, token: _Token, kind: str) -> None:
        node, process = token.node, token.frames[-1].scope.process
        key = (kind, process if kind == END else node.id)
        name = node.name or (node.id if kind == TASK else "")
        step = Following(kind, process, node.id, name, *(node.properties.get(what, "") for what in ("role", "unit", "assignee")),
                         token.certain and not token.together, token.together)
        before = self._found.get(key)
        if before is None or (step.certain and not before.certain):
            self._found[key] = step


def _forked_or_joined(token: _Token) -> _Token:
    if _ways_in(token) > 1:
        token = replace(token, together=token.together or not token.forks, certain=False, known={},
                        forks=max(0, token.forks - 1))
    return replace(token, forks=token.forks + 1) if len(_flows(token)) > 1 else token


def _placed(bundle: Bundle, process_id: str, element: str, outcome: str) -> _Token:
    definitions, process = _drawn(bundle, process_id)
    frames, node = _way_to((_Frame(definitions, process),), element)
    return _Token(frames, node, {"outcome": outcome}, together=node.loop is not None)


def _drawn(bundle: Bundle, process_id: str) -> tuple[Definitions, Scope]:
    return bundle.drawn[process_id]


def _way_to(frames: tuple[_Frame, ...], element: str) -> tuple[tuple[_Frame, ...], Node]:
    found = next(_ways_to(frames, element), None)
    if found is None:
        raise KeyError(element)
    return found


def _ways_to(frames: tuple[_Frame, ...], element: str) -> Iterator[tuple[tuple[_Frame, ...], Node]]:
    for node in frames[-1].scope.nodes.values():
        if node.id == element:
            yield frames, node
        if node.scope is not None:
            yield from _ways_to((*frames, _Frame(frames[-1].definitions, node.scope, node)), element)


def _calls_of(bundle: Bundle, process_id: str) -> Iterator[tuple[tuple[_Frame, ...], Node]]:
    for definitions, process in bundle.drawn.values():
        for _, node in process.all_nodes():
            if node.type == "callActivity" and node.attributes.get("calledElement") == process_id:
                yield _way_to((_Frame(definitions, process),), node.id)


def _beginnings(scope: Scope) -> list[Node]:
    reached = {flow.target for flow in scope.flows}
    plain = [node for node in scope.nodes.values() if node.type == "startEvent" and node.event is None]
    return plain or [node for node in scope.nodes.values() if node.id not in reached and node.type != "boundaryEvent"
                     and node.attributes.get("triggeredByEvent") != "true"]


def _flows(token: _Token) -> list:
    return [flow for flow in token.frames[-1].scope.flows if flow.source == token.node.id]


def _ways_in(token: _Token) -> int:
    return sum(1 for flow in token.frames[-1].scope.flows if flow.target == token.node.id)


def _ways_out(token: _Token) -> Iterator[_Token]:
    """Where the flows lead that are taken, or may be."""
    scope, default = token.frames[-1].scope, token.node.attributes.get("default")
    exclusive = token.node.type == "exclusiveGateway"
    sure = token.certain
    taken = False
    for flow in _flows(token):
        if flow.id == default and default:
            continue
        answer = holds(flow.condition, token.known) if flow.condition else True
        if answer is False:
            continue
        if answer is None:
            yield replace(token, node=scope.nodes[flow.target], certain=False)
            sure = sure and not exclusive
            continue
        taken = True
        yield replace(token, node=scope.nodes[flow.target], certain=sure)
        if exclusive:
            return
    rest = next((flow for flow in _flows(token) if default and flow.id == default), None)
    if rest is not None and not taken:
        undecided = any(flow.condition and holds(flow.condition, token.known) is None for flow in _flows(token)
                        if flow.id != default)
        yield replace(token, node=scope.nodes[rest.target], certain=token.certain and not undecided)


def _catchers(frames: tuple[_Frame, ...], kind: str, code: str | None) -> Iterator[tuple[Node, bool]]:
    """Who catches in the innermost of these frames: its event sub-processes, then what sits on its host's border."""
    inner = frames[-1]
    for node in inner.scope.nodes.values():
        if node.attributes.get("triggeredByEvent") == "true":
            for start in (one for one in node.scope.nodes.values() if one.type == "startEvent"):
                if _catches(start, inner.definitions, kind, code):
                    yield node, start.attributes.get("isInterrupting", "true") != "false"
    if inner.host is None or len(frames) < 2:
        return
    for node in frames[-2].scope.nodes.values():
        if node.attributes.get("attachedToRef") == inner.host.id and _catches(node, frames[-2].definitions, kind, code):
            yield node, node.attributes.get("cancelActivity", "true") != "false"


def _catches(node: Node, definitions: Definitions, kind: str, code: str | None) -> bool:
    event = node.event
    return event is not None and event.kind == kind and (event.reference is None or _code(definitions, event) == code)


def _code(definitions: Definitions, event) -> str | None:
    known = definitions.errors if event.kind == "error" else definitions.escalations
    return known.get(event.reference, event.reference)
