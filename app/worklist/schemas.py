"""What goes over the wire for worklists and tasks; names are camelCase there."""

from marshmallow import Schema, fields, validate

from app.api.kit import PagedList, Paging
from app.worklist.boxes import BOXES
from app.worklist.desk_filters import ORDERS
from app.worklist.desk_rules import RISKS, TIERS


class WorklistQuery(Paging):
    """The filters of the list page. `then` sorts what `sort` leaves equal. `after` and `before` are those of the last answer and quick at any depth; `page` counts."""

    box = fields.String(load_default="mine", validate=validate.OneOf(list(BOXES)))
    text = fields.String(validate=validate.Length(max=60))
    light = fields.String(validate=validate.OneOf(["GREEN", "YELLOW", "RED", "GREY", "BLUE"]))
    element = fields.String(validate=validate.Length(max=80))
    riskLevel = fields.String(attribute="risk", validate=validate.OneOf(RISKS))
    tier = fields.String(validate=validate.OneOf(TIERS))
    route = fields.String(validate=validate.Length(max=16))
    party = fields.String(validate=validate.Length(max=40))
    urgent = fields.String(validate=validate.OneOf(["yes"]))
    dueBy = fields.Date(attribute="due_by")
    legalBy = fields.Date(attribute="legal_by")
    sort = fields.String(validate=validate.OneOf(ORDERS))
    then = fields.String(validate=validate.OneOf(ORDERS))
    after = fields.String(validate=validate.Length(max=200))
    before = fields.String(validate=validate.Length(max=200))


class TaskLine(Schema):
    """One row of a worklist."""

    id = fields.Integer()
    name = fields.String()
    element = fields.String()
    process = fields.String(attribute="process_id")
    status = fields.String()
    openedAt = fields.DateTime(attribute="opened_at")
    dueAt = fields.DateTime(attribute="due_at", allow_none=True)
    doneAt = fields.DateTime(attribute="done_at", allow_none=True)
    outcome = fields.String(allow_none=True)
    claimedBy = fields.Integer(attribute="claimed_by_id", allow_none=True)
    caseNo = fields.String(attribute="case_no", allow_none=True)
    title = fields.String(allow_none=True)
    tier = fields.String(allow_none=True)
    riskLevel = fields.String(attribute="risk_level", allow_none=True)
    light = fields.String(allow_none=True)


class ListedTask(TaskLine):
    """A row of a list: also the earlier of its own and its case's time, the statutory date, who is in it and who has it."""

    pressAt = fields.DateTime(attribute="press_at", allow_none=True)
    legalDueAt = fields.DateTime(attribute="legal_due_at", allow_none=True)
    route = fields.String(allow_none=True)
    parties = fields.String()
    urgent = fields.Boolean()
    outcomeName = fields.String(attribute="outcome_name")
    waitingFor = fields.String(attribute="waiting_for")
    timeLeft = fields.String(attribute="time_left", allow_none=True)


class Worklist(PagedList):
    """`partlySorted`: more tasks fit than are sorted; only the first of them in the usual order are in the order asked for."""

    items = fields.List(fields.Nested(ListedTask))
    after = fields.String(allow_none=True)
    before = fields.String(allow_none=True)
    partlySorted = fields.Boolean()


class WorklistCounts(Schema):
    """Tasks per box, counted no further than 1001."""

    mine = fields.Integer()
    unit = fields.Integer()
    pool = fields.Integer()
    standIn = fields.Integer(attribute="stand_in")
    sent = fields.Integer()
    done = fields.Integer()


class TaskDetail(TaskLine):
    """A task with all that is needed to do it: `form` is a form-js schema, `data` what it starts with."""

    form = fields.Dict()
    data = fields.Dict()
    outcomes = fields.List(fields.Dict())
    answers = fields.Dict(allow_none=True)
    doneBy = fields.String(attribute="done_by_name", allow_none=True)


class Answers(Schema):
    """The filled-in form; what does not belong to it is dropped, what is wrong is refused field by field."""

    answers = fields.Dict(keys=fields.String(), required=True)


class NextTask(Schema):
    """What is open in the case after a completion."""

    id = fields.Integer()
    name = fields.String()
    element = fields.String()
    process = fields.String(attribute="process_id")
    dueAt = fields.DateTime(attribute="due_at", allow_none=True)


class Completion(Schema):
    """What became of the task, and what is open in the same case now."""

    id = fields.Integer()
    status = fields.String()
    outcome = fields.String(allow_none=True)
    caseNo = fields.String(allow_none=True)
    next = fields.List(fields.Nested(NextTask))


class Registered(Schema):
    id = fields.Integer()
    caseNo = fields.String(allow_none=True)
    status = fields.String()
