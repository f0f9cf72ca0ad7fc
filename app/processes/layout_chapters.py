"""Breaks a long diagram into lines, as a text is broken: cuts where few flows cross."""

from bisect import bisect_right
from itertools import accumulate

from app.processes.layout_graph import Flow, Graph, Node

LINE_WIDTH = 4600
BETWEEN = 55  # px a gutter takes on average
COLUMN = 165  # px a column takes on average, its gutter included


def span(node: Node) -> int:
    """How many columns a node takes: more than one only for a wide sub-process."""
    return max(1, round((node.width + BETWEEN) / COLUMN)) if node.kind == "sub_process" else 1


def cuts(graph: Graph, column: dict[str, int], forward: list[tuple[str, str, Flow]]) -> list[int]:
    """The first columns of the lines, beginning with 0; one line if all fits into LINE_WIDTH."""
    ends = _right_ends(graph, column)
    lines = -(-int(ends[-1]) // LINE_WIDTH) if ends else 1
    found = [0]
    for number in range(1, lines):
        ideal = ends[-1] * number / lines
        reach = ends[-1] / lines / 3
        near = [c for c in range(found[-1] + 2, len(ends)) if abs(ends[c - 1] - ideal) < reach]
        if near:
            found.append(min(near, key=lambda c: (_crossing(c, graph, column, forward), abs(ends[c - 1] - ideal))))
    return found


def chapter_of(column: int, starts: list[int]) -> int:
    return bisect_right(starts, column) - 1


def _right_ends(graph: Graph, column: dict[str, int]) -> list[float]:
    """Where each column would end if all stood in one line."""
    widths = [0.0] * (max((c + span(graph.nodes[n]) for n, c in column.items()), default=0))
    for node, c in column.items():
        wide = span(graph.nodes[node])
        for each in range(c, c + wide):
            widths[each] = max(widths[each], graph.nodes[node].width / wide + BETWEEN / wide)
    return list(accumulate(widths))


def _crossing(cut: int, graph: Graph, column: dict[str, int], forward: list[tuple[str, str, Flow]]) -> int:
    """How many flows a cut breaks; a cut through a sub-process counts as very many."""
    flows = sum(column[source] < cut <= column[target] for source, target, _ in forward)
    return flows + 1000 * any(c < cut < c + span(graph.nodes[node]) for node, c in column.items())
