"""REST shapes of sessions."""

from marshmallow import Schema, fields, validate

from app.api.kit import PagedList, Paging
from app.sessions import words


class Asked(Paging):
    """`from` and `to`: days, both included, at most a year apart; without them the running week."""

    whose = fields.String(load_default="mine", validate=validate.OneOf(list(words.WHOSE)))
    begins = fields.Date(load_default=None, data_key="from")
    ends = fields.Date(load_default=None, data_key="to")


class SessionOut(Schema):
    """One session: when, where, in which state; who came stands in the minutes only."""

    id = fields.Integer()
    uid = fields.String()
    caseNo = fields.String(attribute="case_no", allow_none=True)
    number = fields.Integer()
    beginsAt = fields.AwareDateTime(attribute="begins_at")
    endsAt = fields.AwareDateTime(attribute="ends_at")
    place = fields.String()
    online = fields.Boolean()
    committee = fields.Integer(attribute="committee_id", allow_none=True)
    mediators = fields.List(fields.Integer())
    state = fields.String()
    sequence = fields.Integer()
    taskId = fields.Integer(attribute="task_id", allow_none=True)


class SessionList(PagedList):
    items = fields.List(fields.Nested(SessionOut))
