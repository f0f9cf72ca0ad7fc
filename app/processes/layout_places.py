"""Where nodes go on the grid: a column by the longest path from the start, a row inside the lane."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count, islice

from app.processes import layout_chapters as chapters
from app.processes.layout_graph import Flow, Graph

FARTHEST, CHOICE = 400, 4


@dataclass
class Places:
    """column[node] to last[node]: a wide sub-process spans several columns. row[node]: rows are counted over all lanes
    from the top; lane_rows[lane] = its rows in order."""

    column: dict[str, int]
    last: dict[str, int]
    row: dict[str, int]
    lane_rows: dict[str, list[int]]

    @property
    def columns(self) -> int:
        return max(self.last.values(), default=0) + 1

    @property
    def rows(self) -> int:
        return sum(len(rows) for rows in self.lane_rows.values())


def place(graph: Graph) -> Places:
    """A story too long for one line goes on at the left, in rows of its own below: see layout_chapters."""
    forward = _forward_flows(graph)
    column = _columns(graph, forward)
    span = {node: chapters.span(graph.nodes[node]) for node in column}
    spine = _spine(column, forward)
    cuts = chapters.cuts(graph, column, forward)
    chapter = {node: chapters.chapter_of(c, cuts) for node, c in column.items()}
    within: dict[str, int] = {}
    for number in range(len(cuts)):
        mine = {node: c for node, c in column.items() if chapter[node] == number}
        inside = [step for step in forward if step[0] in mine and step[1] in mine]
        within.update(_Rows(graph, inside, mine).settle([node for node in spine if node in mine]))
    row, lane_rows = _stack(graph, chapter, within)
    at = {node: c - cuts[chapter[node]] for node, c in column.items()}
    return Places(at, {node: c + span[node] - 1 for node, c in at.items()}, row, lane_rows)


def _stack(graph: Graph, chapter: dict[str, int], within: dict[str, int]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Rows over all lanes: in each lane chapter below chapter, without empty rows."""
    row, lane_rows, base = {}, {}, 0
    for lane, _ in graph.lanes:
        mine = [node for node in within if graph.nodes[node].lane == lane]
        used = sorted({(chapter[node], within[node]) for node in mine}) or [(0, 0)]
        row.update((node, base + used.index((chapter[node], within[node]))) for node in mine)
        lane_rows[lane] = list(range(base, base + len(used)))
        base += len(used)
    return row, lane_rows


def _forward_flows(graph: Graph) -> list[tuple[str, str, Flow]]:
    """(from, to, flow) between the nodes on the grid, without those that lead back to where a walk came from."""
    leaving = defaultdict(list)
    entered = set()
    for flow in graph.flows:
        leaving[graph.anchor(flow.source)].append((flow.target, flow))
        entered.add(flow.target)
    grid = [node.id for node in graph.nodes.values() if node.kind != "boundary"]
    forward, done = [], set()
    for start in [*(n for n in grid if n not in entered), *grid]:
        if start not in done:
            _walk(start, leaving, done, forward)
    return forward


def _walk(start: str, leaving: dict, done: set[str], forward: list) -> None:
    open_nodes, stack = {start}, [(start, iter(leaving[start]))]
    while stack:
        node, rest = stack[-1]
        step = next(rest, None)
        if step is None:
            stack.pop()
            open_nodes.discard(node)
            done.add(node)
            continue
        target, flow = step
        if target in open_nodes:
            continue
        forward.append((node, target, flow))
        if target not in done:
            open_nodes.add(target)
            stack.append((target, iter(leaving[target])))


def _columns(graph: Graph, forward: list[tuple[str, str, Flow]]) -> dict[str, int]:
    column = {node.id: 0 for node in graph.nodes.values() if node.kind != "boundary"}
    waiting, after = defaultdict(int), defaultdict(list)
    for source, target, _ in forward:
        after[source].append(target)
        waiting[target] += 1
    ready = [node for node in column if not waiting[node]]
    while ready:
        node = ready.pop()
        for target in after[node]:
            column[target] = max(column[target], column[node] + chapters.span(graph.nodes[node]))
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return column


def _spine(column: dict[str, int], forward: list[tuple[str, str, Flow]]) -> list[str]:
    """The longest path, found from its end backwards: the story of the diagram."""
    if not column:
        return []
    node = max(column, key=column.__getitem__)
    spine = [node]
    while column[node]:
        node = max((s for s, t, _ in forward if t == node), key=column.__getitem__)
        spine.append(node)
    return spine[::-1]


class _Rows:
    """Gives each node the free row of its lane that keeps its lines straightest; the longest path goes first."""

    def __init__(self, graph: Graph, forward: list[tuple[str, str, Flow]], column: dict[str, int]):
        self.graph, self.column = graph, column
        self.before, self.after = defaultdict(list), defaultdict(list)
        for source, target, flow in forward:
            self.before[target].append((source, flow))
            self.after[source].append(target)
        self.row: dict[str, int] = {}
        self.taken: set[tuple[str, int, int]] = set()
        self.standing: dict[tuple[str, int, int], str] = {}

    def settle(self, spine: list[str]) -> dict[str, int]:
        for node in spine:
            self._put(node, 0)
        for node in sorted(self.column, key=lambda n: (self.column[n], self._order(n))):
            if node not in self.row:
                self._put(node, self._wish(node))
        return self.row

    def _order(self, node: str) -> tuple:
        """Children of one gateway in the order in which its flows are written."""
        for source, flow in self.before[node]:
            return (self.row.get(source, 0), self.graph.flows.index(flow))
        return (0, 0)

    def _wish(self, node: str) -> int:
        lane = self.graph.nodes[node].lane
        for source, flow in self.before[node]:
            if self.graph.nodes[source].lane == lane and source in self.row:
                return self.row[source] + (1 if flow.source != source else 0)
        followers = [self.row[a] for a in self.after[node] if a in self.row and self.graph.nodes[a].lane == lane]
        return followers[0] if followers else 0

    def _put(self, node: str, wish: int) -> None:
        lane, column = self.graph.nodes[node].lane, self.column[node]
        columns = range(column, column + chapters.span(self.graph.nodes[node]))
        free = [r for r in islice(self._nearest(wish), FARTHEST)
                if not any((lane, r, c) in self.taken for c in columns)]
        row = next((r for r in free[:CHOICE] if self._follows(node, lane, r)), free[0])
        self.row[node] = row
        self.taken.update((lane, row, c) for c in columns)
        self.standing[(lane, row, columns[-1])] = node
        for source, flow in self.before[node]:
            if self.row.get(source) == row and self.graph.nodes[source].lane == lane and flow.source == source:
                self.taken.update((lane, row, c) for c in range(self.column[source] + 1, column))

    def _follows(self, node: str, lane: str, row: int) -> bool:
        """Whether nothing stands right before it that it doesn't follow: two near lines would look like one."""
        neighbour = self.standing.get((lane, row, self.column[node] - 1))
        return neighbour is None or any(source == neighbour for source, _ in self.before[node])

    @staticmethod
    def _nearest(wish: int):
        yield wish
        for distance in count(1):
            yield wish + distance
            if wish - distance >= 0:
                yield wish - distance
