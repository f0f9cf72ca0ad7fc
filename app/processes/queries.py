import json
from functools import lru_cache

import sqlalchemy as sa

from app.db import db
from app.engine import ahead
from app.engine import bundle as engine_bundle
from app.errors import NotFound, Unavailable
from app.forms import Form, compile_form
from app.processes.models import Activation, DeployedFile


def active_digest_or_none() -> str | None:
    return db.session.scalar(sa.select(Activation.digest).order_by(Activation.id.desc()).limit(1))


def active_digest() -> str:
    """The bundle that a new case starts with."""
    digest = active_digest_or_none()
    if digest is None:
        raise Unavailable("还没有部署任何流程，暂时不能办理。请系统管理员先部署流程（flask deploy）。")
    return digest


def files(digest: str) -> dict[str, bytes]:
    rows = db.session.execute(sa.select(DeployedFile.name, DeployedFile.content).where(DeployedFile.digest == digest))
    return {name: bytes(content) for name, content in rows}


def bundle(digest: str) -> engine_bundle.Bundle:
    """The compiled bundle, kept in this process: a bundle never changes."""
    return engine_bundle.bundle_for(digest, lambda: files(digest))


def content(digest: str, name: str) -> bytes:
    found = db.session.scalar(
        sa.select(DeployedFile.content).where(DeployedFile.digest == digest, DeployedFile.name == name))
    if found is None:
        raise NotFound(f"这一版流程里没有文件“{name}”。")
    return bytes(found)


@lru_cache(maxsize=1024)
def form_schema(digest: str, key: str) -> dict:
    """The form as the designer drew it; treat it as read-only."""
    return json.loads(content(digest, f"forms/{key}.json"))


@lru_cache(maxsize=256)
def options_of(digest: str, key: str, field: str) -> dict[str, str]:
    """{value: label} of a choice on a deployed form; empty if the bundle has no such form or field."""
    try:
        parts = [form_schema(digest, key)]
    except NotFound:
        return {}
    for part in parts:
        parts += part.get("components", ())
    return {option["value"]: option["label"] for part in parts if part.get("key") == field for option in part.get("values", ())}


@lru_cache(maxsize=1024)
def form(digest: str, key: str) -> Form:
    """The compiled check of a form."""
    return compile_form(form_schema(digest, key))


@lru_cache(maxsize=256)
def diagram(digest: str, process_id: str) -> bytes:
    """The BPMN file that holds a process, as it was deployed."""
    source = bundle(digest).processes[process_id].file
    return content(digest, source)


@lru_cache(maxsize=4096)
def following(digest: str, process_id: str, element: str, outcome: str, standing: frozenset[str]) -> tuple[ahead.Following, ...]:
    """What comes next when a user task ends with this outcome (app/engine/ahead.py)."""
    return tuple(ahead.after(bundle(digest), process_id, element, outcome, standing))
