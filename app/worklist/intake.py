"""From a draft to a case: checked, read back to the visitor, registered once, with a receipt to take home."""

from collections.abc import Mapping
from typing import Any

import segno

from app import clock
from app.cases import parties
from app.config import Config
from app.errors import Invalid
from app.processes import queries as processes
from app.worklist import context, read_back, registration, registration_drafts


def check(answers: Mapping[str, Any], actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """(clean answers, the lists its fields choose from). Raises Invalid by path, as registering would."""
    digest, _ = registration.blank_form()
    lists = context.blank_data(digest, registration.FORM_KEY, actor)
    clean = processes.form(digest, registration.FORM_KEY).check(answers, lists)
    problems = parties.problems_of(clean.get("parties") or [], clock.today())
    if problems:
        raise Invalid("当事人信息有误，请按提示改正。", errors=problems)
    return clean, lists


def to_read_back(token: str, actor) -> list[read_back.Part]:
    """What the visitor is read before anything is registered. Raises Invalid while the draft is not complete."""
    clean, lists = check(registration_drafts.of(token, actor).answers, actor)
    _, schema = registration.blank_form()
    return read_back.parts_of(schema, {**lists, **clean})


def register(token: str, actor) -> int:
    """The draft becomes a case, once; returns the case's id."""
    return registration.register(registration_drafts.take(token, actor), actor)


def code_of(case_no: str, settings: Config) -> str:
    """What the code on the receipt says: the address where progress is looked up, or number and telephone."""
    if settings.progress_url:
        return f"{settings.progress_url.rstrip('/')}/{case_no}"
    return f"案件编号 {case_no}" + (f" 咨询电话 {settings.centre_phone}" if settings.centre_phone else "")


def drawn(text: str) -> str:
    """The same as an SVG element without style or script."""
    return segno.make(text, error="m", micro=False).svg_inline(scale=4, border=2, svgclass=None, lineclass=None)
