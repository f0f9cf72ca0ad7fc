"""notice.send: the service task with which a diagram tells people something."""

from app.cases import timeline
from app.cases.models import Case
from app.db import db
from app.notifications import actions, audience, matrix, words


def send(context, kind: str = "INFO", to=(), text: str = "", event: str = "") -> None:
    """`to`: words of notifications.audience; `event`: a code of the list "notices" where the element is not in it. The
    text also stands on the case's timeline."""
    case = db.session.get(Case, context.case_id)
    meant = audience.words_in(to)
    told = actions.tell(case, kind, meant, text, event or matrix.event_of(context.call.element, kind))
    timeline.write(case.id, "NOTICE", f"{words.KINDS.get(kind, '通知')}：{text}", context.actor, context.call.element,
                   told=told, to=meant)
