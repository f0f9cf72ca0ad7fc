"""Looking at a template before it is used: filled with a sample case and with an empty one, every name known."""

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from app.documents import answers, context, gaps, inspecting, kinds, printing
from app.errors import Invalid
from app.processes import queries as processes

SAMPLE = "样例"
MOST_TOLD = 10
REPEATED = (*gaps.PARTIES, "evidence", "dossier")


def refuse_unfit(content: bytes, digest: str | None = None) -> None:
    """Raises Invalid: not a harmless Word file, wrongly written, or naming what no case has (with the place)."""
    inspecting.refuse_bad(content)
    tree = known_names(digest or processes.active_digest_or_none())
    unknown: list[str] = []
    for names in (sample(tree), nothing(tree)):
        unknown += [name for name in printing.attempt(content, names, shipped=False)[2] if name not in unknown]
    if unknown:
        places = [_place(content, name) for name in unknown[:MOST_TOLD]]
        raise Invalid("模板里有系统不认识的名称，请对照名称表改正后再上传。",
                      errors={"file": ["模板里有系统不认识的名称：" + "；".join(places) + "。请对照“能用的名称”改正后再上传。"]})


def known_names(digest: str | None) -> dict[str, Any]:
    """Every name a template may use: {name: label}, {name: {…}} for a part, {name: [{…}]} for what is repeated."""
    party = {**gaps.PARTY_NAMES, "guardian": _some("name phone relation"), "agent": _some("name phone idNo authority isSpecial")}
    for inner in ("relation", "authority", "isSpecial"):
        party.pop(inner)
    everywhere = {name: label for name, label in gaps.PLACE_NAMES.items()
                  if name not in REPEATED}
    repeated = {name: [party] for name in gaps.PARTIES}
    forms = context.forms_of(digest) if digest else {}
    tasks = {element: _of_form(answers.fields_of(digest, form)) for element, (form, *_) in forms.items()}
    return {**everywhere, **repeated, "evidence": [gaps.EVIDENCE_NAMES], "dossier": [gaps.DOSSIER_NAMES], "case": gaps.CASE_NAMES, **gaps.OTHER_NAMES,
            "asked": kinds.asked(), **tasks}


def sample(tree: Any) -> Any:
    """The tree with something in every place."""
    if isinstance(tree, Mapping):
        return {name: sample(inner) for name, inner in tree.items()}
    return [sample(inner) for inner in tree] if isinstance(tree, list) else SAMPLE


def nothing(tree: Any) -> Any:
    """The tree with nothing in any place."""
    if isinstance(tree, Mapping):
        return {name: nothing(inner) for name, inner in tree.items()}
    return [] if isinstance(tree, list) else None


def _some(names: str) -> dict[str, str]:
    return {name: gaps.PARTY_NAMES.get(name, name) for name in names.split()}


def _of_form(fields: Mapping[str, answers.Field]) -> dict[str, Any]:
    found: dict[str, Any] = {"doneBy": "办理人", "doneOn": "办理日期", "outcome": "办理结论的代码", "outcomeInWords": "办理结论"}
    for key, one in fields.items():
        if one.kind == "dynamiclist":
            found[key] = [_of_form(one.fields)]
        elif one.kind == "group":
            found[key] = _of_form(one.fields)
        else:
            found.setdefault(key, one.label)
        if one.kind == "number":
            found[key + answers.IN_CAPITALS] = f"{one.label}（大写）"
    return found


def _place(content: bytes, name: str) -> str:
    """ "“ut_x.y”：第 3 段“……”" """
    last = name.rpartition(".")[2]
    for number, text in enumerate(_texts(content), 1):
        if last in text and "{" in text:
            return f"“{name}”：第 {number} 段“{text.strip()[:40]}”"
    return f"“{name}”：页眉、页脚或文档属性里"


def _texts(content: bytes) -> list[str]:
    try:
        document = Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError):
        return []
    return ["".join(run.text or "" for run in paragraph.iter("{*}t")) for paragraph in document.element.body.iter("{*}p")]
