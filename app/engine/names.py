"""What a FEEL expression of a diagram may name: facts, then variables, then locals; the later wins."""

from collections.abc import Iterator, Mapping
from typing import Any

FACTS = ("clock", "case", "calendar", "threshold", "documentName")


class Names(Mapping):
    """Looked up lazily: the facts cost queries, so they are asked for only when an expression mentions one."""

    __slots__ = ("_facts", "_variables", "_locals")

    def __init__(self, facts, variables: Mapping[str, Any], local: Mapping[str, Any] | None = None):
        self._facts, self._variables, self._locals = facts, variables, local

    def __getitem__(self, name: str):
        if self._locals is not None and name in self._locals:
            return self._locals[name]
        if name in self._variables:
            return self._variables[name]
        return self._facts()[name]

    def __contains__(self, name) -> bool:
        if self._locals is not None and name in self._locals or name in self._variables:
            return True
        return name in FACTS and name in self._facts()

    def __iter__(self) -> Iterator[str]:
        return iter({**self._facts(), **self._variables, **(self._locals or {})})

    def __len__(self) -> int:
        return sum(1 for _ in self)
