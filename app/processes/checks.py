"""What must hold before a bundle may be deployed; every problem is reported, not just the first."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.engine import bundle as engine_bundle
from app.engine import parsing
from app.forms import problems_of as form_problems

MOST_FILES = 1000
LARGEST_BUNDLE = 30 * 2**20
LONGEST_NAME = 200
_NAME = re.compile(r"[\w-][\w.-]*\.(bpmn|dmn)|forms/([\w-]+/)*[\w-]+\.json|clocks\.json")


@dataclass(frozen=True)
class Finding:
    file: str
    element: str | None
    sentence: str

    def __str__(self):
        return "：".join(part for part in (self.file, self.element, self.sentence) if part)


def problems_of(files: Mapping[str, bytes]) -> list[Finding]:
    """Parse in a child process first: a hostile file may not take the server down."""
    unfit = list(_unfit(files))
    if unfit:
        return unfit
    return _told(parsing.check_in_child(files)) or _faults_beyond_parsing(files)


def problems_of_own(files: Mapping[str, bytes]) -> list[Finding]:
    """The same for what stands on the server's own disk, trusted like its code: parsed here, without a child."""
    return list(_unfit(files)) or _told(engine_bundle.problems_of(files)) or _faults_beyond_parsing(files)


def _told(problems: list[parsing.Problem]) -> list[Finding]:
    return [Finding(problem.file, problem.element, problem.sentence) for problem in problems]


def _faults_beyond_parsing(files: Mapping[str, bytes]) -> list[Finding]:
    bundle = engine_bundle.compile_bundle(files)
    return [*faults_of_forms(files), *_user_tasks_without(bundle, files)]


def _unfit(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Names that nothing would find, and more than anybody draws."""
    if len(files) > MOST_FILES or sum(map(len, files.values())) > LARGEST_BUNDLE:
        yield Finding("", None, f"一次最多部署 {MOST_FILES} 个文件、共 {LARGEST_BUNDLE // 2**20} MB，请分开部署。")
        return
    for name, content in files.items():
        if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
            yield Finding(ascii(name[:60]), None, "文件名不对：流程图是“名称.bpmn”，决策表是“名称.dmn”，表单是“forms/流程/任务.json”，新时限写在“clocks.json”，"
                          "名称只用文字、数字、横线和下划线。")
        elif len(content) > parsing.LARGEST_FILE:
            yield Finding(name, None, "文件超过 2 MB，请拆分后再上传。")


def faults_of_forms(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """What is wrong with the forms by themselves."""
    for name, content in files.items():
        if not name.startswith("forms/"):
            continue
        try:
            schema = json.loads(content)
        except (ValueError, RecursionError) as why:
            yield Finding(name, None, f"不是有效的 JSON，请在表单编辑器里重新保存（{str(why)[:200]}）。")
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
