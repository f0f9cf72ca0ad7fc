"""What goes over the wire for worklists and tasks; names are camelCase there."""

from marshmallow import Schema, fields, validate

from app.api.kit import Paging
from app.worklist.queries import BOXES


class WorklistQuery(Paging):
    box = fields.String(load_default="mine", validate=validate.OneOf(list(BOXES)))
    text = fields.String(validate=validate.Length(max=60))
    light = fields.String(validate=validate.OneOf(["GREEN", "YELLOW", "RED", "GREY", "BLUE"]))
    element = fields.String(validate=validate.Length(max=80))


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


class Worklist(Schema):
    items = fields.List(fields.Nested(TaskLine))
    page = fields.Integer()
    perPage = fields.Integer()
    hasNext = fields.Boolean()


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
