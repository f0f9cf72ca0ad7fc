"""The kinds of documents that can be made, each with a template of its own (handbook §7)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.errors import NotFound
from app.papers import words

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Kind:
    """`key`: D30-2, the second kind under code D30. `tasks`: elements that call for it. `match`: a word in the titles under
    which the diagrams note it; `shared`: noted together with the code's other kinds; `repeats`: the element that each of
    several such documents in one case belongs to; `notes`: kept as confidential as the mediation notes;
    `overseers`: the roles that write it over somebody else's case, urging (D18, D37) or asking afterwards (D14, D27), so that
    it holds nothing of what the parties settled for."""

    key: str
    title: str
    tasks: tuple[str, ...] = ()
    match: str = ""
    shared: bool = False
    repeats: str | None = None
    notes: bool = False
    overseers: tuple[str, ...] = ()

    @property
    def without_terms(self) -> bool:
        return bool(self.overseers)

    @property
    def code(self) -> str:
        return self.key.partition("-")[0]

    @property
    def level(self) -> str:
        """Why its papers are kept apart, or OPEN."""
        return words.level_of(self.code, self.paper_kind)

    @property
    def paper_kind(self) -> str:
        return "notes" if self.notes else "document"

    def is_noted_as(self, title: str) -> bool:
        """Whether a document noted under this title is of this kind."""
        return self.shared or self.match in title


@cache
def kinds() -> dict[str, Kind]:
    """By key, in the order of the dossier."""
    rows = json.loads((_HERE / "kinds.json").read_text(encoding="utf-8"))
    return {row["key"]: Kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}) for row in rows}


def kind(key: str) -> Kind:
    found = kinds().get(key)
    if found is None:
        raise NotFound("没有这种文书，请回到案件页重新选择。")
    return found


@cache
def asked() -> dict[str, str]:
    """{name: label} of what a document may ask for that no form knows: `asked.court` in a template."""
    return json.loads((_HERE / "asked.json").read_text(encoding="utf-8"))


def shipped(key: str) -> bytes:
    """The Word file that ships."""
    return (_HERE / "shipped" / f"{kind(key).key}.docx").read_bytes()
