"""The same claim again after a matter was closed for good: a line on the case it belongs to, never a second handling."""

from datetime import datetime

from app import observe
from app.cases import lifecycle, timeline
from app.cases.models import Case
from app.errors import Conflict


def note(case: Case, text: str, actor) -> int:
    """One more visit on this case; returns how many there were."""
    count = (case.facts or {}).get("repeatVisits", 0) + 1
    case.facts = {**(case.facts or {}), "repeatVisits": count}
    timeline.write(case.id, "VISIT", f"同一诉求第 {count} 次再来访" + (f"：{text}" if text else "") + "。", actor, count=count)
    observe.instrument("case.visited", case=case.id, count=count)
    return count


def note_on(earlier: Case, case: Case, text: str, actor, now: datetime, instance_id: int | None = None) -> int:
    """What was just registered is a visit to an earlier, closed matter: it is linked there and ends."""
    if earlier.id == case.id or earlier.status != "CLOSED_MATTER":
        raise Conflict(f"案件{earlier.case_no}不是已经告知的终结事项，请核对原案号；没有原案的不要填。")
    case.merged_into_id = earlier.id
    lifecycle.reach(case, "MERGED", actor, now, instance_id)
    return note(earlier, f"{text}（{case.case_no}）", actor)
