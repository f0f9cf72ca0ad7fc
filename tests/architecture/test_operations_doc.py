"""What an operator meets is explained: every alarm, every setting, every command, every job."""

import ast
from dataclasses import fields

import pytest

from app import cli
from app.config import ROOT, Config
from app.jobs import schedule

MANUAL = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
EXPLAINED_IN_PASSING = {"seed-demo", "seed-clocks", "key-parties"}
"""Commands that every start runs by itself."""


def alarms() -> set[str]:
    """The first words of all `observe.alarm("…")` in the app."""
    calls = (node for path in (ROOT / "app").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and ast.unparse(node.func) in ("observe.alarm", "alarm"))
    return {ast.literal_eval(call.args[0]) for call in calls}


def test_the_alarms_are_found():
    assert {"step.failed", "timer.not_fired", "calendar.year_unpublished"} <= alarms()


@pytest.mark.parametrize("action", sorted(alarms()))
def test_every_alarm_says_what_to_do(action):
    assert f"| `{action}` |" in MANUAL


def test_no_alarm_is_explained_that_nobody_raises():
    section = MANUAL.split("## Alarms")[1].split("##")[0]
    explained = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert explained == alarms()


@pytest.mark.parametrize("setting", [field.name for field in fields(Config)])
def test_every_setting_is_explained_with_its_default(setting):
    line = next((line for line in MANUAL.splitlines() if line.startswith(f"| `HEJIE_{setting.upper()}` |")), "")
    default = next(field.default for field in fields(Config) if field.name == setting)
    assert line
    if isinstance(default, (int, float, str)) and not isinstance(default, bool):
        assert f"| {default} |" in line


@pytest.mark.parametrize("command", sorted(
    {name.replace("_", "-") for name in ("create_admin", "deploy", "sweep_once", "check", "seed_demo", "seed_clocks", "seed_cases")}
    - EXPLAINED_IN_PASSING))
def test_every_command_is_mentioned(command):
    assert f"flask --app wsgi {command}" in MANUAL


def test_these_are_all_the_commands(app):
    cli.init_app(app)
    assert set(app.cli.commands) - {"db", "openapi"} == {
        "create-admin", "deploy", "sweep-once", "check", "seed-demo", "seed-clocks", "seed-cases", "key-parties"}


def test_every_job_is_named(app):
    assert [job.name for job in schedule.jobs(app.config["HEJIE"]) if f"`{job.name}`" not in MANUAL] == []
