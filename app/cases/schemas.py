"""What goes over the wire for cases; names are camelCase there. Id numbers and telephones are always masked."""

from marshmallow import Schema, fields, validate

from app.api.kit import PagedList, Paging
from app.cases.statuses import STATUSES


class SearchQuery(Paging):
    text = fields.String(validate=validate.Length(max=60))
    status = fields.String(validate=validate.OneOf(list(STATUSES)))
    light = fields.String(validate=validate.OneOf(["GREEN", "YELLOW", "RED", "GREY", "BLUE"]))
    tier = fields.String(validate=validate.OneOf(["VILLAGE", "TOWN", "COUNTY", "PARTY_GOV"]))
    route = fields.String(validate=validate.Length(max=16))
    riskLevel = fields.String(attribute="risk_level", validate=validate.OneOf(["GREEN", "YELLOW", "RED"]))
    channel = fields.String(validate=validate.Length(max=16))
    registeredFrom = fields.Date(attribute="registered_from")
    registeredTo = fields.Date(attribute="registered_to")


class CaseLine(Schema):
    id = fields.Integer()
    caseNo = fields.String(attribute="case_no", allow_none=True)
    title = fields.String()
    status = fields.String()
    channel = fields.String(allow_none=True)
    tier = fields.String(allow_none=True)
    route = fields.String(allow_none=True)
    riskLevel = fields.String(attribute="risk_level", allow_none=True)
    complexity = fields.String(allow_none=True)
    regionCode = fields.String(attribute="region_code")
    registeredAt = fields.DateTime(attribute="registered_at", allow_none=True)
    dueAt = fields.DateTime(attribute="due_at", allow_none=True)
    light = fields.String()


class CaseList(PagedList):
    items = fields.List(fields.Nested(CaseLine))


class PartyLine(Schema):
    role = fields.String()
    kind = fields.String()
    name = fields.String()
    idNo = fields.String(attribute="masked_id_no", allow_none=True)
    phone = fields.String(attribute="masked_phone", allow_none=True)


class ClockLine(Schema):
    clockId = fields.String(attribute="clock_id")
    name = fields.String()
    alias = fields.String(allow_none=True)
    state = fields.String()
    startedAt = fields.DateTime(attribute="started_at")
    dueAt = fields.DateTime(attribute="due_at")


class CaseDetail(CaseLine):
    description = fields.String()
    request = fields.String()
    superviseLevel = fields.Integer(attribute="supervise_level")
    result = fields.String(allow_none=True)
    parties = fields.List(fields.Nested(PartyLine))
    clocks = fields.List(fields.Nested(ClockLine))


class TimelineLine(Schema):
    id = fields.Integer()
    at = fields.DateTime()
    kind = fields.String()
    text = fields.String()
    by = fields.String(attribute="actor_name", allow_none=True)


class Timeline(PagedList):
    items = fields.List(fields.Nested(TimelineLine))


class Message(Schema):
    """A message from outside for one case: msg_supplemented, msg_rated, msg_party_urge, …"""

    message = fields.String(required=True, validate=validate.Length(1, 80))
    payload = fields.Dict(keys=fields.String(), load_default=dict)


class Delivered(Schema):
    message = fields.String()
    taken = fields.Integer()
