"""Which papers the fields of a task may name: signatures, photos. Told by the papers, which know of tasks and not the other
way round."""

from collections.abc import Callable

Kept = Callable[[int | None, int], list[str]]
_kept: dict[str, Kept] = {}


def provide(**kept: Kept) -> None:
    """`signature=…, photos=…`: for each type of field, `kept(case_id, task_id)` gives what may be answered there."""
    _kept.update(kept)


def kept_on(field_type: str, case_id: int | None, task_id: int) -> list[str]:
    return _kept[field_type](case_id, task_id) if field_type in _kept else []
