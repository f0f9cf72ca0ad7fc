"""Gives a BPMN file a picture that a person can read. Pure: semantic XML bytes in, the same XML with diagram data out.

    python -m app.processes.layout bpmn/dispute_main.bpmn …      # rewrites the files in place

Write only the meaning: a process with a laneSet (flowNodeRefs say who stands in which lane), flow nodes, boundary
events with attachedToRef, sequence flows, sub-processes with their content. Ids must be unique in the file. Whatever
diagram data or collaboration the file had is thrown away and made anew, so running it twice changes nothing.

What you get: one pool per process with horizontal lanes in their written order; nodes in columns by their longest path
from the start; the longest story straight along the first row of its lanes; boundary events on their host's lower
edge; event sub-processes in a band at the bottom of their lane; orthogonal flows with their names.

What helps: put event sub-processes in the last lane (no line crosses them there), write the lanes in the order of the
story and a gateway's most usual flow first, keep flow names to eight characters and boundary names to sixteen. Labels
break at 90 px.
"""

import sys
from pathlib import Path

from lxml import etree

from app.processes.layout_drawing import draw_into
from app.processes.layout_frame import LANE_HEAD, POOL_HEAD
from app.processes.layout_graph import parse, processes_of
from app.processes.layout_picture import draw


def lay_out(xml: bytes) -> bytes:
    """The same BPMN with fresh diagram data; raises Invalid for files that can't be drawn."""
    root = parse(xml)
    graphs = processes_of(root)
    pictures = [draw(graph, left=POOL_HEAD + (LANE_HEAD if len(graph.lanes) > 1 else 0)) for graph in graphs]
    draw_into(root, graphs, pictures)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def main(names: list[str]) -> None:
    for name in names:
        path = Path(name)
        path.write_bytes(lay_out(path.read_bytes()))


if __name__ == "__main__":
    main(sys.argv[1:])
