"""Short messages in the centre's own words: {案号} and the like are filled in, nothing else is looked at."""

import re

from app import clock
from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def for_parties(case: Case, template: str, text: str) -> str:
    """The centre's text with its placeholders (catalogues.lists.PLACEHOLDERS) filled in, or the diagram's own words."""
    if not template:
        return text
    return _PLACEHOLDER.sub(lambda found: _filled(found[1], case, text), template)


def for_staff(case: Case, text: str) -> str:
    """The sentence with the case's number behind it, unless it names it: on a telephone there is no page around it."""
    return text if not case.case_no or case.case_no in text else f"{text}（案号{case.case_no}）"


def _filled(word: str, case: Case, text: str) -> str:
    if word in ("承办人", "电话"):
        handler = db.session.get(User, case.handler_id) if case.handler_id else None
        named = handler.name if handler else "尚未确定"
        return named if word == "承办人" else case.handler_phone or (handler.phone if handler else "") or "本中心"
    if word == "单位":
        unit = db.session.get(OrgUnit, case.lead_unit_id) if case.lead_unit_id else None
        return unit.name if unit else "尚未确定"
    due = f"{clock.local(case.due_at):%Y年%-m月%-d日}" if case.due_at else "尚未确定"
    return {"案号": case.case_no or "", "通知": text, "到期日": due}.get(word, "")
