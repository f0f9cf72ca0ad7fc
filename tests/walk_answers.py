"""Complete, valid answers for every shipped task, for tests that walk a case through its processes.

The answers are in forms_shipped/answers/<process>.json: {task: {outcome: answers}}. Four placeholders stand for what a file
can't know: "@today+3d" and "@now-2h" (the centre's clock), "@person:<username>" and "@unit:<name>" (rows of the demo county).
"""

import json
import re
from copy import deepcopy
from datetime import timedelta
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from flask import has_app_context

from app import clock
from app.db import db
from app.identity.models import OrgUnit, User

FOLDER = Path(__file__).parent / "forms_shipped" / "answers"
UNITS_OF_TIME = {"d": "days", "h": "hours", "m": "minutes"}


def answers_for(form_key: str, outcome: str, **overrides) -> dict:
    """Answers that complete `form_key` with `outcome`; an override replaces an answer, None takes it away."""
    answers = {**_file(form_key.split("/", maxsplit=1)[0])[form_key.split("/")[1]][outcome], "outcome": outcome, **overrides}
    return filled_in({key: value for key, value in answers.items() if value is not None})


def outcomes_of(form_key: str) -> list[str]:
    """The outcomes a form has answers for."""
    process, task = form_key.split("/")
    return list(_file(process).get(task, {})) if (FOLDER / f"{process}.json").exists() else []


def filled_in(value):
    """The same value with every placeholder replaced."""
    if isinstance(value, dict):
        return {key: filled_in(item) for key, item in value.items()}
    if isinstance(value, list):
        return [filled_in(item) for item in value]
    return _meant(value) if isinstance(value, str) and value.startswith("@") else deepcopy(value)


def _meant(placeholder: str):
    if placeholder.startswith("@person:"):
        return _id_of(User, User.username, placeholder)
    if placeholder.startswith("@unit:"):
        return _id_of(OrgUnit, OrgUnit.name, placeholder)
    day_or_moment, sign, count, unit = re.fullmatch(r"@(today|now)(?:([+-])(\d+)([dhm]))?", placeholder).groups()
    shift = timedelta(**{UNITS_OF_TIME[unit]: int(f"{sign}{count}")}) if count else timedelta()
    moment = clock.local(clock.now()) + shift
    return moment.date().isoformat() if day_or_moment == "today" else moment.isoformat(timespec="minutes")


def _id_of(model, column, placeholder: str):
    """The row's id; without a database the placeholder itself stands for it."""
    if not has_app_context():
        return placeholder
    wanted = placeholder.split(":", 1)[1]
    found = db.session.scalar(sa.select(model.id).where(column == wanted).limit(1))
    assert found is not None, f"{wanted} is not in the demo county"
    return found


@cache
def _file(process: str) -> dict:
    return json.loads((FOLDER / f"{process}.json").read_text(encoding="utf-8"))
