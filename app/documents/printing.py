"""Filling a template safely: what ships is filled here, what somebody uploaded in a child process with limits."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from app.db import dump_json
from app.documents import filling
from app.errors import Invalid

SECONDS = 30
AT_ONCE = BoundedSemaphore(2)
HOME = Path(__file__).resolve().parents[2]
TOO_MUCH = "模板太复杂，在规定的时间和内存里没有生成出来。请联系系统管理员检查模板，或恢复为系统自带的模板。"


def attempt(template: bytes, names: Mapping[str, Any], shipped: bool) -> tuple[bytes, list[str], list[str]]:  # noqa: FBT001
    """(docx, names of what is missing, names that no case has). Raises Invalid when the template is wrong."""
    try:
        return filling.attempt(template, names) if shipped else _in_child(template, names)
    except filling.Unfillable as wrong:
        raise Invalid(str(wrong)) from None


def _in_child(template: bytes, names: Mapping[str, Any]) -> tuple[bytes, list[str], list[str]]:
    task = dump_json({"template": base64.b64encode(template).decode(), "names": names}).encode()
    try:
        with AT_ONCE:
            child = subprocess.run([sys.executable, "-m", "app.documents.child"], input=task, capture_output=True,
                                   timeout=SECONDS, check=False, cwd=HOME)
        answer = json.loads(child.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Invalid(TOO_MUCH) from None
    if "refused" in answer:
        raise filling.Unfillable(answer["refused"])
    return base64.b64decode(answer["docx"]), answer["gaps"], answer["unknown"]
