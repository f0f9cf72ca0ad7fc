"""The bundle that ships with Hejie: the folders bpmn/ and forms/."""

from pathlib import Path

from app.config import ROOT

CLOCKS = "clocks.json"
"""Time limits that new diagrams name and the catalogue does not know yet."""


def read_bundle(diagrams: Path = ROOT / "bpmn", forms: Path = ROOT / "forms") -> dict[str, bytes]:
    """{name in the bundle: bytes} of all diagrams, tables and forms below the two folders."""
    found = {path.name: path.read_bytes() for path in sorted(diagrams.glob("*")) if path.suffix in (".bpmn", ".dmn") or path.name == CLOCKS}
    for path in sorted(forms.rglob("*.json")):
        found[f"forms/{path.relative_to(forms).as_posix()}"] = path.read_bytes()
    return found
