"""notice.send: the service task with which a diagram tells people something."""

from app.cases import timeline
from app.cases.models import Case
from app.db import db
from app.notifications import actions, audience, matrix, words


def send(context, kind: str = "INFO", to=(), text: str = "", event: str = "", partyText: str = "") -> None:  # noqa: N803
    """`to`: words of notifications.audience; `event`: a code of the list "notices" where the element is not in it;
    `partyText`: what parties and channel read where `text` speaks to staff. Both also stand on the case's timeline."""
    case = db.session.get(Case, context.case_id)
    meant = audience.words_in(to)
    told = actions.tell(case, kind, meant, text, event or matrix.event_of(context.call.element, kind), partyText)
    apart = f"告知当事人：{partyText}" if partyText else ""
    timeline.write(case.id, "NOTICE", f"{words.KINDS.get(kind, '通知')}：{text}{apart}", context.actor, context.call.element,
                   told=told, to=meant)
