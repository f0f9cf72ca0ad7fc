"""notice.send: the service task with which a diagram tells people something."""

from app.cases import timeline
from app.cases.models import Case
from app.db import db
from app.notifications import actions, audience


def send(context, kind: str = "INFO", to=(), text: str = "") -> None:
    """`to`: words of notifications.audience; the text also stands on the case's timeline."""
    case = db.session.get(Case, context.case_id)
    words = audience.words_in(to)
    told = actions.tell(case, kind, words, text)
    timeline.write(case.id, "NOTICE", f"{actions.KINDS.get(kind, '通知')}：{text}", context.actor, context.call.element,
                   told=told, to=words)
