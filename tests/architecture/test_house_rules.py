"""The rules of the house that a linter cannot say."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = sorted((ROOT / "app").rglob("*.py"))
PYTHON = sorted(path for folder in ("app", "tests", "benchmarks", "migrations") for path in (ROOT / folder).rglob("*.py"))
SOURCE = [path for path in PYTHON if "versions" not in path.parts]
WRITTEN = [*SOURCE, *(path for path in (ROOT / "frontend").rglob("*.js") if "node_modules" not in path.parts),
           *(ROOT / "app").rglob("*.html")]


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", WRITTEN, ids=where)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, ast.unparse(node.func.value)


def test_only_the_session_module_commits():
    committing = [where(path) for path in APP if any(name == "commit" for name, _ in calls(path))]
    assert committing == ["app/db.py"]


def test_only_the_clock_reads_the_time():
    readers = {where(path) for path in APP for name, owner in calls(path)
               if (name in ("now", "utcnow", "today") and owner.split(".")[-1] in ("datetime", "date"))
               or (owner in ("time", "_time") and name in ("time", "monotonic", "perf_counter", "time_ns"))}
    assert readers <= {"app/clock.py"}


def test_only_the_engine_imports_spiffworkflow():
    importing = [where(path) for path in APP if re.search(r"^\s*(from|import) SpiffWorkflow", path.read_text(), re.MULTILINE)]
    assert importing and all(path.startswith("app/engine/") for path in importing)


def test_nothing_in_the_app_evaluates_python_text():
    evaluating = [where(path) for path in APP for node in ast.walk(ast.parse(path.read_text()))
                  if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec")]
    assert evaluating == []


def test_every_package_says_what_it_owns():
    silent = [where(path) for path in APP if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


def test_no_module_is_named_after_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_service"}
    assert [where(path) for path in APP if path.stem in vague] == []


def test_public_functions_take_no_bare_boolean():
    flagged = []
    for path in APP:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                defaults = node.args.defaults + [one for one in node.args.kw_defaults if one]
                if any(isinstance(one, ast.Constant) and isinstance(one.value, bool) for one in defaults):
                    flagged.append(f"{where(path)}:{node.name}")
    assert flagged == []
