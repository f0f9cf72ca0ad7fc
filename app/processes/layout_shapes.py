"""Boxes, pictures and how much room a label takes."""

from dataclasses import dataclass, field

LABEL_WIDTH, LETTER, LINE = 90, 11, 14


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def meets(self, other: "Box") -> bool:
        return (self.x < other.x + other.width and other.x < self.x + self.width
                and self.y < other.y + other.height and other.y < self.y + self.height)


@dataclass
class Picture:
    """Shapes, labels and edges by element id, relative to the upper left corner (0, 0)."""

    width: float = 0
    height: float = 0
    shapes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    edges: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)

    def take_in(self, inner: "Picture", dx: float, dy: float) -> None:
        self.shapes.update((i, b.moved(dx, dy)) for i, b in inner.shapes.items())
        self.labels.update((i, b.moved(dx, dy)) for i, b in inner.labels.items())
        self.edges.update((i, [(x + dx, y + dy) for x, y in points]) for i, points in inner.edges.items())
        self.expanded |= inner.expanded


def label_size(text: str) -> tuple[float, float]:
    """Width and height of a label beside a shape, as the viewer breaks it: at 90 px."""
    wide = sum(LETTER if ord(c) > 255 else LETTER * 0.58 for c in text)
    lines = max(1, -(-int(wide) // (LABEL_WIDTH - 2)))
    return (min(wide, LABEL_WIDTH), lines * LINE) if text else (0, 0)
