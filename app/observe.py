"""One line in the log for each thing done: `instrument("task.completed", task=7, by=3)`.

No personal data here: ids and codes only.
"""

import json
import logging
import re
import secrets
from contextvars import ContextVar

log = logging.getLogger("hejie")
request_id: ContextVar[str] = ContextVar("request_id", default="-")
LEVELS = ("ERROR", "WARNING", "INFO")
_PLAIN = re.compile(r"[\w:.-]{1,64}", re.ASCII)


def write_from(level: str) -> None:
    """Write lines of this level and above to the error output; calling it again writes nothing twice."""
    log.setLevel(level)
    if not any(handler.name == "hejie" for handler in log.handlers):
        handler = logging.StreamHandler()
        handler.name = "hejie"
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
        log.addHandler(handler)


def begin(name: str | None = None) -> None:
    """From here on lines belong to this request or job; without a plain name it gets one of its own."""
    request_id.set(name if name and _PLAIN.fullmatch(name) else secrets.token_hex(4))


def instrument(action: str, **facts) -> None:
    if log.isEnabledFor(logging.INFO):
        log.info("%s %s %s", action, request_id.get(), json.dumps(facts, ensure_ascii=False, default=str))


def alarm(action: str, **facts) -> None:
    """Something an operator should look at; docs/operations.md explains each action."""
    log.error("%s %s %s", action, request_id.get(), json.dumps(facts, ensure_ascii=False, default=str))
