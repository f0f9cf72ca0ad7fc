"""Which way each flow takes through the grid: along rows, in gutters between columns, in channels between rows.

Gutter g lies left of column g, channel k above row k. A way is a list of legs: ("row", r, from_gutter, to_gutter),
("gutter", g, key) and ("channel", k, key). Flows with the same key share a track: those that leave one node together
("out"), and those that come into one node ("in"), so lines merge instead of running side by side.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from app.processes.layout_graph import Flow, Graph
from app.processes.layout_places import Places

Key = tuple[str, str]


@dataclass
class Way:
    """`levels` are the stops between source and target, each at a row's middle ("row", r) or a channel."""

    flow: Flow
    kind: str  # straight | early | late | channel
    source_column: int
    target_column: int
    source_row: int
    target_row: int
    first: Key | None = None
    last: Key | None = None
    channel: int | None = None
    detour: tuple[int, int] | None = None  # (gutter, second channel), around a wide sub-process
    from_below: bool = False


@dataclass
class Tracks:
    """Per gutter and per channel: which key runs on which track. Spans are in half steps: 2i+1 is the middle of i."""

    spans: dict[int, dict[Key, list[float]]] = field(default_factory=lambda: defaultdict(dict))

    def claim(self, where: int, key: Key, start: float, end: float) -> None:
        low, high = sorted((start, end))
        span = self.spans[where].setdefault(key, [low, high])
        span[0], span[1] = min(span[0], low), max(span[1], high)

    def numbers(self, where: int, side: str | None = None) -> dict[Key, int]:
        """{key: track}, as few tracks as keep the spans of one track apart."""
        ends: list[float] = []
        found = {}
        mine = [(k, s) for k, s in self.spans.get(where, {}).items() if side is None or k[0] == side]
        for key, (low, high) in sorted(mine, key=lambda item: (item[1][0], item[1][1])):
            track = next((i for i, end in enumerate(ends) if end < low), len(ends))
            ends[track:track + 1] = [high]
            found[key] = track
        return found


class Router:
    """Finds the ways; short and straight ones first, so that they keep the free cells."""

    def __init__(self, graph: Graph, places: Places):
        self.graph, self.places = graph, places
        self.cells = {(places.row[n], column): ("node", n) for n in places.column
                      for column in range(places.column[n], places.last[n] + 1)}
        self.walls = {(gutter, places.row[n]) for n in places.column
                      for gutter in range(places.column[n] + 1, places.last[n] + 1)}
        self.gutters, self.channels = Tracks(), Tracks()
        self.fan_out, self.fan_in = defaultdict(int), defaultdict(int)
        for flow in graph.flows:
            self.fan_out[flow.source] += 1
            self.fan_in[flow.target] += 1

    def ways(self) -> dict[str, Way]:
        found = {}
        for flow in sorted(self.graph.flows, key=self._length):
            found[flow.id] = self._way(flow)
        return found

    def _length(self, flow: Flow) -> tuple:
        host = self.graph.anchor(flow.source)
        run = self.places.column[flow.target] - self.places.last[host]
        fall = abs(self.places.row[flow.target] - self.places.row[host])
        return (run <= 0, fall > 0, abs(run), fall)

    def _way(self, flow: Flow) -> Way:
        host = self.graph.anchor(flow.source)
        way = Way(flow, "channel", self.places.last[host], self.places.column[flow.target],
                  self.places.row[host], self.places.row[flow.target], from_below=host != flow.source)
        if way.from_below:
            return self._through_channel(way)
        if way.target_column > way.source_column:
            return self._straight(way) or self._early(way) or self._late(way) or self._through_channel(way)
        return self._through_channel(way)

    def _straight(self, way: Way) -> Way | None:
        key = ("in", way.flow.target)
        if way.source_row != way.target_row or not self._keep_free(way.source_row, way, key):
            return None
        way.kind = "straight"
        return way

    def _early(self, way: Way) -> Way | None:
        """Change the row right after the source, then go straight along the target's row."""
        if not (self._is_open(way.source_column + 1, 2 * way.source_row + 1, 2 * way.target_row + 1)
                and self._keep_free(way.target_row, way, ("in", way.flow.target))):
            return None
        way.kind, merges = "early", way.target_column == way.source_column + 1 and self.fan_out[way.flow.source] == 1
        way.first = ("in", way.flow.target) if merges else ("out", way.flow.source)
        self.gutters.claim(way.source_column + 1, way.first, 2 * way.source_row + 1, 2 * way.target_row + 1)
        return way

    def _late(self, way: Way) -> Way | None:
        """Go straight along the source's row and change the row right before the target."""
        if not (self._is_open(way.target_column, 2 * way.source_row + 1, 2 * way.target_row + 1)
                and self._keep_free(way.source_row, way, ("out", way.flow.source))):
            return None
        way.kind, way.last = "late", ("in", way.flow.target)
        self.gutters.claim(way.target_column, way.last, 2 * way.source_row + 1, 2 * way.target_row + 1)
        return way

    def _through_channel(self, way: Way) -> Way:
        way.first, way.last = ("out", way.flow.source), ("in", way.flow.target)
        way.channel, way.detour = self._best_channels(way)
        start = self._below_start(way) if way.from_below else 2 * way.source_column + 2
        if not way.from_below:
            self.gutters.claim(way.source_column + 1, way.first, 2 * way.source_row + 1, 2 * way.channel)
        channel = way.channel
        if way.detour:
            gutter, channel = way.detour
            self.channels.claim(way.channel, way.last, start, 2 * gutter)
            self.gutters.claim(gutter, way.last, 2 * way.channel, 2 * channel)
            start = 2 * gutter
        self.channels.claim(channel, way.last, start, 2 * way.target_column)
        self.gutters.claim(way.target_column, way.last, 2 * channel, 2 * way.target_row + 1)
        return way

    def _below_start(self, way: Way) -> int:
        """A boundary event may sit under any column of its host: claim from the far one."""
        host = self.graph.anchor(way.flow.source)
        return 2 * (self.places.column[host] if way.target_column > way.source_column else way.source_column) + 1

    def _best_channels(self, way: Way) -> tuple[int, tuple[int, int] | None]:
        """The channel with the least climbing, or two of them and the gutter between; of equals, one in use already."""
        out = way.source_row + 1 if way.from_below else None
        begin = [k for k in range(self.places.rows + 1) if out == k or out is None and self._is_open(
            way.source_column + 1, 2 * way.source_row + 1, 2 * k)]
        end = [k for k in range(self.places.rows + 1) if self._is_open(way.target_column, 2 * k, 2 * way.target_row + 1)]
        both = [k for k in begin if k in end]
        if both:
            return min(both, key=lambda k: self._cost(way, k, k)), None
        _, first, gutter, second = min(
            (self._cost(way, k, m)[0] + abs(g - way.source_column) + abs(g - way.target_column), k, g, m)
            for k in begin for m in end for g in range(self.places.columns + 1) if self._is_open(g, 2 * k, 2 * m))
        return first, (gutter, second)

    def _cost(self, way: Way, first: int, second: int) -> tuple:
        climb = abs(2 * first - 2 * way.source_row - 1) + abs(2 * second - 2 * way.target_row - 1)
        spans = self.channels.spans.get(first, {})
        return (climb + abs(first - second), ("in", way.flow.target) not in spans, len(spans))

    def _is_open(self, gutter: int, start: int, end: int) -> bool:
        """Whether an upright line in this gutter meets no sub-process that spans it."""
        low, high = sorted((start, end))
        return not any(g == gutter and low <= 2 * row + 1 <= high for g, row in self.walls)

    def _keep_free(self, row: int, way: Way, key: Key) -> bool:
        between = [(row, column) for column in range(way.source_column + 1, way.target_column)]
        if any(self.cells.get(cell, key) != key for cell in between):
            return False
        self.cells.update((cell, key) for cell in between)
        return True
