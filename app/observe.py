"""One line in the log for each thing done: `instrument("task.completed", task=7, by=3)`.

No personal data here: ids and codes only.
"""

import json
import logging
from contextvars import ContextVar

log = logging.getLogger("hejie")
request_id: ContextVar[str] = ContextVar("request_id", default="-")


def instrument(action: str, **facts) -> None:
    if log.isEnabledFor(logging.INFO):
        log.info("%s %s %s", action, request_id.get(), json.dumps(facts, ensure_ascii=False, default=str))


def alarm(action: str, **facts) -> None:
    """Something an operator should look at; docs/operations.md explains each action."""
    log.error("%s %s %s", action, request_id.get(), json.dumps(facts, ensure_ascii=False, default=str))
