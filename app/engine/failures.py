"""Why the engine refuses a command. Sentences are Chinese and say what to do next.

None of these is a DomainError: the engine doesn't know the web. `app.instances` turns them into answers and incidents.
"""

from collections.abc import Mapping
from typing import Any


class EngineFailure(Exception):
    """The step can't be taken; nothing of it happened.

    `element`: id of the diagram element, "" if none can be named. `expression`: the FEEL text or operator at fault, "".
    `sentence`: Chinese, for the person who repairs it. `kind`: EXPRESSION, DECISION, SERVICE, TIMER, LOOP, STRANDED,
    UNCAUGHT_ERROR, GATEWAY, MULTI_INSTANCE, DEPTH, DATA, STATE, or what the raiser of it says.
    """

    def __init__(self, element: str, expression: str, sentence: str, kind: str):
        super().__init__(element, expression, sentence, kind)
        self.element, self.expression, self.sentence, self.kind = element or "", expression or "", sentence, kind

    def __str__(self):
        return "：".join(part for part in (self.element, self.sentence, self.expression) if part)

    def found_at(self, element: str) -> "EngineFailure":
        """The same failure, naming the element if it did not yet."""
        self.element = self.element or element
        return self


class BpmnError(Exception):
    """A business error that a diagram may catch: an operator raises it, or an error end event throws it."""

    def __init__(self, code: str, payload: Mapping[str, Any] | None = None):
        super().__init__(code)
        self.code, self.payload = code, dict(payload or {})


class NotAwaited(Exception):
    """Nothing in this instance waits for that message."""


class Suspended(Exception):
    """The instance is suspended; only resume, cancel and inspect are possible."""


class StepGone(Exception):
    """The task or timer is no longer open: done, cancelled, or never there."""


class NoWayBack(Exception):
    """The task can't be sent back there: it did not come from there, or only one of joined branches did."""


class ClosesMore(Exception):
    """Sending back would end other open tasks than the caller has agreed to; `steps` are all of them."""

    def __init__(self, steps: tuple[str, ...]):
        super().__init__(steps)
        self.steps = steps
