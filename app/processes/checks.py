"""What must hold before a bundle may be deployed; every problem is reported, not just the first."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.engine import bundle as engine_bundle
from app.engine import parsing
from app.forms import problems_of as form_problems


@dataclass(frozen=True)
class Finding:
    file: str
    element: str | None
    sentence: str

    def __str__(self):
        return "：".join(part for part in (self.file, self.element, self.sentence) if part)


def problems_of(files: Mapping[str, bytes]) -> list[Finding]:
    """Parse in a child process first: a hostile file may not take the server down."""
    refused = [Finding(p.file, p.element, p.sentence) for p in parsing.check_in_child(files)]
    if refused:
        return refused
    bundle = engine_bundle.compile_bundle(files)
    return [*_bad_forms(files), *_user_tasks_without(bundle, files)]


def _bad_forms(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, content in files.items():
        if not name.startswith("forms/"):
            continue
        try:
            schema = json.loads(content)
        except ValueError as why:
            yield Finding(name, None, f"不是有效的 JSON：{why}")
            continue
        yield from (Finding(name, None, problem) for problem in form_problems(schema))


def _user_tasks_without(bundle: engine_bundle.Bundle, files: Mapping[str, bytes]) -> Iterator[Finding]:
    for process in bundle.processes.values():
        for element in process.elements.values():
            if element.type != "userTask":
                continue
            form = element.properties.get("form")
            if not form:
                yield Finding(process.file, element.id, "用户任务没有指定表单（form）。")
            elif f"forms/{form}.json" not in files:
                yield Finding(process.file, element.id, f"找不到表单 forms/{form}.json。")
            if not element.properties.get("role"):
                yield Finding(process.file, element.id, "用户任务没有指定办理角色（role），没有人能看到它。")
