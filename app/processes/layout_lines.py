"""Draws the flows as orthogonal lines along their ways and finds each label a free spot on its line."""

from itertools import pairwise

from app.processes.layout_frame import Frame
from app.processes.layout_graph import Graph
from app.processes.layout_routes import Way
from app.processes.layout_shapes import Box, Picture, label_size

Point = tuple[float, float]


class Lines:
    def __init__(self, graph: Graph, frame: Frame, ways: dict[str, Way], picture: Picture):
        self.graph, self.frame, self.ways, self.picture = graph, frame, ways, picture

    def draw(self) -> None:
        for flow_id, way in self.ways.items():
            self.picture.edges[flow_id] = _without_repeats(self._points(way))
        for flow_id, way in self.ways.items():
            if way.flow.name:
                self.picture.labels[flow_id] = self._label(way, self.picture.edges[flow_id])

    def _points(self, way: Way) -> list[Point]:
        source, target = self.picture.shapes[way.flow.source], self.picture.shapes[way.flow.target]
        end = (target.x, target.y + target.height / 2)
        if way.from_below:
            start = (source.x + source.width / 2, source.y + source.height)
        else:
            start = (source.x + source.width, source.y + source.height / 2)
        return [start, *self._bends(way, start, end), end]

    def _bends(self, way: Way, start: Point, end: Point) -> list[Point]:
        if way.kind == "straight":
            return []
        if way.kind == "early":
            gutter = way.source_column + 1
            x = self.frame.out_x(gutter, way.first) if way.first[0] == "out" else self.frame.in_x(gutter, way.first)
            return [(x, start[1]), (x, end[1])]
        x_last = self.frame.in_x(way.target_column, way.last)
        if way.kind == "late":
            return [(x_last, start[1]), (x_last, end[1])]
        y = self.frame.track_y(way.channel, way.last)
        x_first = start[0] if way.from_below else self.frame.out_x(way.source_column + 1, way.first)
        bends = [(x_first, start[1]), (x_first, y)]
        if way.detour:
            gutter, second = way.detour
            x, below = self.frame.in_x(gutter, way.last), self.frame.track_y(second, way.last)
            bends += [(x, y), (x, below)]
            y = below
        return [*bends, (x_last, y), (x_last, end[1])]

    def _label(self, way: Way, points: list[Point]) -> Box:
        width, height = label_size(way.flow.name)
        spots = [*self._beyond_the_fan(way, points, width, height), *self._spots(points, width, height)]
        taken = [*self.picture.labels.values(), *self.picture.shapes.values()]
        return next((spot for spot in spots if not any(spot.meets(box) for box in taken)), spots[0])

    def _beyond_the_fan(self, way: Way, points: list[Point], width: float, height: float):
        """Right of the tracks on which the flows of one gateway part, where each runs alone."""
        if way.from_below or way.kind == "channel":
            return
        gutter = way.source_column + 1
        x = self.frame.fan_end(gutter) + 4
        y = points[0][1] if way.kind == "late" else points[-1][1]
        yield Box(x, y - height - 2, width, height)
        yield Box(x, y + 3, width, height)

    def _spots(self, points: list[Point], width: float, height: float):
        """Above and below every level piece of the line, beginning near the source, then beside the upright ones."""
        level = [(a, b) for a, b in pairwise(points) if a[1] == b[1]]
        level = level[1:] + level[:1]  # the first piece is the stub that all flows of a gateway share
        wide = [piece for piece in level if abs(piece[1][0] - piece[0][0]) >= width]
        for (x1, y), (x2, _) in [*wide, *level]:
            x = x1 + 4 if x2 > x1 else x1 - width - 4
            yield Box(x, y - height - 2, width, height)
            yield Box(x, y + 3, width, height)
            yield Box((x1 + x2) / 2 - width / 2, y - height - 2, width, height)
        for (x, y1), (_, y2) in pairwise(points):
            yield Box(x + 4, (y1 + y2) / 2 - height / 2, width, height)


def _without_repeats(points: list[Point]) -> list[Point]:
    """Drops points that repeat or lie on the straight line between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]):
            kept.pop()
        kept.append(point)
    return kept
