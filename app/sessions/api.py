"""REST for sessions: one's own calendar and the committee's."""

from datetime import timedelta

from flask import g

from app import clock
from app.access import needs
from app.api.kit import RestBlueprint, paged
from app.errors import Invalid
from app.sessions import queries, rules
from app.sessions.schemas import Asked, SessionList

blueprint = RestBlueprint("sessions_api", __name__, url_prefix="/sessions", description="调解场次")
MOST_DAYS = 366


@blueprint.get("")
@needs("session.read")
@blueprint.arguments(Asked, location="query")
@blueprint.response(200, SessionList)
def sessions(query):
    """我的（mine）或本会、本辖区（committee）的调解场次，按时间先后；缺省为本周。"""
    first = query["begins"] or rules.monday_of(clock.today())
    last = query["ends"] or first + timedelta(days=6)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Invalid(errors={"to": ["结束日期不能早于开始日期，也不能超过一年。"]})
    found = queries.between(g.actor, query["whose"], *queries.days(first, (last - first).days + 1), query["page"],
                            query["perPage"])
    return paged(found, [_shaped(*row) for row in found.items])


def _shaped(session, case_no, task_id) -> dict:
    plain = {column.key: getattr(session, column.key) for column in session.__table__.columns}
    return {**plain, "case_no": case_no, "task_id": task_id, "mediators": [one.user_id for one in session.mediators]}
