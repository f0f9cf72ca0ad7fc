"""留言: a word about a case at any time, from whoever may see it, for whoever may see it. It is no progress and moves nothing."""

from app import clock, events, observe
from app.cases import timeline
from app.cases.models import Case
from app.errors import Invalid
from app.worklist.events import ColleaguesTold

LONGEST = 500


def leave(case: Case, text: str, actor) -> None:
    """A line of the history and a notice to those who have the case in hand. Raises Invalid (text)."""
    said = " ".join((text or "").split())
    if not 2 <= len(said) <= LONGEST:
        raise Invalid(errors={"text": [f"请填写留言，{LONGEST} 字以内。"]})
    timeline.write(case.id, "REMARK", said, actor)
    told = {case.handler_id, case.mediator_id, case.case_manager_id} - {None, actor.id}
    if told:
        events.publish(ColleaguesTold(tuple(sorted(told)), None, case.id, "INFO", f"{actor.name}在案件{case.case_no}留言：{said}"[:500], clock.now()))
    observe.instrument("case.remarked", case=case.id, by=actor.id)
