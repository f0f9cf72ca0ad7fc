"""Where things stand in pixels: how wide columns and gutters, how high rows and channels must be."""

from app.processes.layout_graph import NO_LANE, Graph, Node
from app.processes.layout_places import Places
from app.processes.layout_routes import Key, Router
from app.processes.layout_shapes import Box, Picture, label_size

POOL_HEAD, LANE_HEAD = 30, 30
PADDING, TRACK, STUB = 24, 14, 14
ASIDE_GAP = 30


class Frame:
    """x of columns and gutters, y of rows and channels."""

    def __init__(self, graph: Graph, places: Places, router: Router, left: float):
        self.graph, self.places, self.router, self.left = graph, places, router, left
        self.out_tracks = {g: router.gutters.numbers(g, "out") for g in range(places.columns + 1)}
        self.in_tracks = {g: router.gutters.numbers(g, "in") for g in range(places.columns + 1)}
        self.channel_tracks = {k: router.channels.numbers(k) for k in range(places.rows + 1)}
        self._set_columns()
        self._set_rows()

    def _set_columns(self) -> None:
        self.column_width = {column: self._column_width(column) for column in range(self.places.columns)}
        for node, first in self.places.column.items():
            if self.places.last[node] > first:
                self._make_room(self.graph.nodes[node].width, first, self.places.last[node])
        at, self.gutter_x, self.column_x = self.left, {}, {}
        for column in range(self.places.columns + 1):
            self.gutter_x[column] = at
            at += self._gutter_width(column)
            if column < self.places.columns:
                self.column_x[column] = at
                at += self.column_width[column]
        self.gutter_x[self.places.columns + 1] = at
        self.width = at

    def _column_width(self, column: int) -> float:
        return max((self.reach(self.graph.nodes[n]) for n, c in self.places.column.items()
                    if c == column == self.places.last[n]), default=40)

    def _make_room(self, width: float, first: int, last: int) -> None:
        """Widen the columns that a wide node spans until it fits, all alike."""
        has = sum(self.column_width[c] for c in range(first, last + 1))
        has += sum(self._gutter_width(g) for g in range(first + 1, last + 1))
        for column in range(first, last + 1):
            self.column_width[column] += max(0.0, width - has) / (last - first + 1)

    @staticmethod
    def reach(node: Node) -> float:
        """Twice the room from the middle to the farther edge, label included."""
        if node.kind in ("event", "gateway"):
            return max(node.width, label_size(node.name)[0])
        if node.boundaries:
            return node.width + 30
        return node.width

    def _gutter_width(self, gutter: int) -> float:
        outs, ins = (max(t.values(), default=-1) + 1 for t in (self.out_tracks[gutter], self.in_tracks[gutter]))
        words = [label_size(f.name)[0] for f in self.graph.flows
                 if f.source in self.places.column and self.places.last[f.source] == gutter - 1]
        return 2 * STUB + TRACK * (outs + ins) + max(words, default=0) + (6 if any(words) else 0)

    def _set_rows(self) -> None:
        self.row_y, self.channel_y, self.lane_box = {}, {}, {}
        self.asides: list[tuple[Node, float, float]] = []
        at = self._channel(0, 0.0)
        for index, (lane, _) in enumerate(self.graph.lanes):
            top = 0.0 if index == 0 else at
            at = at if index == 0 else at + PADDING
            for row in self.places.lane_rows[lane]:
                up, down = self._extents(row)
                self.row_y[row] = at + up
                at = self._channel(row + 1, at + up + down)
            at = self._place_asides(lane, at)
            self.lane_box[lane] = (top, at - top)
        self.height = at
        self.width = max([self.width, *(x + n.width + PADDING for n, x, _ in self.asides)])

    def _channel(self, channel: int, at: float) -> float:
        self.channel_y[channel] = at
        tracks = max(self.channel_tracks[channel].values(), default=-1) + 1
        return at + max(PADDING, 2 * STUB + (TRACK + 4) * tracks - 4)

    def _extents(self, row: int) -> tuple[float, float]:
        nodes = [self.graph.nodes[n] for n, r in self.places.row.items() if r == row]
        return (max([40, *(self._up(n) for n in nodes)]), max([40, *(self._down(n) for n in nodes)]))

    @staticmethod
    def _up(node: Node) -> float:
        words = label_size(node.name)[1] + 6 if node.kind == "gateway" else 0
        return node.height / 2 + words

    @staticmethod
    def _down(node: Node) -> float:
        below = [label_size(b.name)[1] + 22 for b in node.boundaries]
        words = label_size(node.name)[1] + 6 if node.kind == "event" else 0
        return node.height / 2 + max([words, *below])

    def _place_asides(self, lane: str, at: float) -> float:
        """Event sub-processes stand in a band below the rows of their lane, as many side by side as fit."""
        x, bottom, limit = self.left + PADDING, at, max(self.width, self.left + 1400)
        for node in (n for n in self.graph.asides if n.lane == lane):
            if x > self.left + PADDING and x + node.width + PADDING > limit:
                x, at = self.left + PADDING, bottom
            self.asides.append((node, x, at))
            x, bottom = x + node.width + ASIDE_GAP, max(bottom, at + node.height + ASIDE_GAP)
        return bottom

    def out_x(self, gutter: int, key: Key) -> float:
        return self.gutter_x[gutter] + STUB + TRACK * self.out_tracks[gutter][key]

    def fan_end(self, gutter: int) -> float:
        return self.gutter_x[gutter] + STUB + TRACK * (max(self.out_tracks[gutter].values(), default=-1))

    def in_x(self, gutter: int, key: Key) -> float:
        return self.gutter_x[gutter] + self._gutter_width(gutter) - STUB - TRACK * self.in_tracks[gutter][key]

    def track_y(self, channel: int, key: Key) -> float:
        return self.channel_y[channel] + STUB + (TRACK + 4) * self.channel_tracks[channel][key]

    def draw_shapes(self, picture: Picture) -> None:
        for node_id, column in self.places.column.items():
            node = self.graph.nodes[node_id]
            last = self.places.last[node_id]
            middle = (self.column_x[column] + self.column_x[last] + self.column_width[last]) / 2
            y = self.row_y[self.places.row[node_id]]
            box = Box(middle - node.width / 2, y - node.height / 2, node.width, node.height)
            picture.shapes[node_id] = box
            self._draw_label(picture, node, box)
            self._draw_boundaries(picture, node, box)
        for node, x, y in self.asides:
            picture.shapes[node.id] = Box(x, y, node.width, node.height)
        for lane, _ in self.graph.lanes:
            if lane != NO_LANE:
                top, height = self.lane_box[lane]
                picture.lanes[lane] = Box(POOL_HEAD, top, self.width - POOL_HEAD, height)

    def _draw_label(self, picture: Picture, node: Node, box: Box) -> None:
        if node.kind in ("event", "gateway") and node.name:
            width, height = label_size(node.name)
            y = box.y - height - 4 if node.kind == "gateway" else box.y + box.height + 4
            picture.labels[node.id] = Box(box.x + box.width / 2 - width / 2, y, width, height)

    def _draw_boundaries(self, picture: Picture, host: Node, box: Box) -> None:
        pitch = box.width / max(1, len(host.boundaries))
        for index, event in enumerate(host.boundaries):
            middle = box.x + pitch * index + min(pitch / 2, 34)
            spot = Box(middle - event.width / 2, box.y + box.height - event.height / 2, event.width, event.height)
            picture.shapes[event.id] = spot
            if event.name:
                width, height = label_size(event.name)
                picture.labels[event.id] = Box(middle + 8, spot.y + event.height - 2, width, height)
