"""The picture of a process: its sub-processes first, then places, ways, coordinates and lines."""

from app.processes.layout_frame import PADDING, Frame
from app.processes.layout_graph import Graph, Node
from app.processes.layout_lines import Lines
from app.processes.layout_places import place
from app.processes.layout_routes import Router
from app.processes.layout_shapes import LINE, Picture


def draw(graph: Graph, left: float = 0) -> Picture:
    """The whole picture of a process (left leaves room for the heads of pool and lanes) or of a sub-process."""
    inners = {}
    for node in [*graph.nodes.values(), *graph.asides]:
        if node.inner is not None:
            inners[node.id] = _boxed(node)
    places = place(graph)
    router = Router(graph, places)
    ways = router.ways()
    frame = Frame(graph, places, router, left)
    picture = Picture()
    frame.draw_shapes(picture)
    Lines(graph, frame, ways, picture).draw()
    for node_id, inner in inners.items():
        if node_id in picture.shapes:
            box = picture.shapes[node_id]
            picture.take_in(inner, box.x, box.y)
            picture.expanded.add(node_id)
    picture.width, picture.height = frame.width, frame.height
    return picture


def _boxed(node: Node) -> Picture:
    """Lays out the content of a sub-process and gives the node the size that holds it."""
    inner = draw(node.inner)
    shifted = Picture()
    shifted.take_in(inner, PADDING, PADDING + LINE)
    node.width = max(node.width, inner.width + 2 * PADDING)
    node.height = max(node.height, inner.height + 2 * PADDING + LINE)
    return shifted
