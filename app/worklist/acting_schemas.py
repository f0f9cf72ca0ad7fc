"""What goes over the wire for working together on a task; names are camelCase there."""

from marshmallow import Schema, fields, validate

from app.worklist.cosigning import STANCES

PERSON = fields.Integer(required=True, validate=validate.Range(1, 2**31 - 1))
PEOPLE = fields.List(fields.Integer(validate=validate.Range(1, 2**31 - 1)), required=True, validate=validate.Length(1, 30))
REASON = fields.String(required=True, validate=validate.Length(1, 300))


class Handing(Schema):
    """To whom, and why. `person` is a user id out of GET …/people."""

    person = PERSON
    reason = REASON


class Reason(Schema):
    reason = REASON


class Asking(Schema):
    """`waits`: ALL, the task waits for each of these; NONE, it does not."""

    people = PEOPLE
    question = REASON
    waits = fields.String(load_default="ALL", validate=validate.OneOf(["ALL", "NONE"]))


class Opinion(Schema):
    stance = fields.String(required=True, validate=validate.OneOf(list(STANCES)))
    opinion = fields.String(load_default="", validate=validate.Length(max=1000))


class Copying(Schema):
    people = PEOPLE
    note = REASON


class Progress(Schema):
    text = fields.String(required=True, validate=validate.Length(1, 1000))


class FollowUpOn(Schema):
    day = fields.Date(required=True)
    note = fields.String(load_default="", validate=validate.Length(max=300))


class PersonLine(Schema):
    """`openTasks`: in their name. `away`: until when and who stands in; empty for who is there."""

    id = fields.Integer()
    name = fields.String()
    unit = fields.String()
    role = fields.String()
    openTasks = fields.Integer(attribute="open_tasks")
    away = fields.String()


class PeopleQuery(Schema):
    act = fields.String(load_default="transfer", validate=validate.OneOf(["transfer", "delegation", "cosigners", "copies"]))
    text = fields.String(load_default="", validate=validate.Length(max=40))


class Ending(Schema):
    """A colleague's task that would end with a return."""

    task = fields.Integer()
    name = fields.String()
    holder = fields.String()


class ReturnChoice(Schema):
    """A step to go back to: the finished task's id. `blocked` says why it is not possible; empty if it is."""

    task = fields.Integer(attribute="task_id")
    name = fields.String()
    doneBy = fields.String(attribute="done_by")
    doneAt = fields.DateTime(attribute="done_at")
    anew = fields.Boolean()
    leavesProcess = fields.Boolean(attribute="leaves_process")
    blocked = fields.String()
    ends = fields.Function(lambda choice: [
        {"task": number, "name": name, "holder": holder} for number, name, holder in choice.closes])


class Returning(Schema):
    """`agreed`: the ids of the colleagues' tasks that may end with it, as GET …/return named them."""

    target = PERSON
    reason = REASON
    agreed = fields.List(fields.Integer(), load_default=list, validate=validate.Length(max=1000))


class Returned(Schema):
    task = fields.Integer()


class Appointing(Schema):
    """`absent` is oneself if left out. Both days are included; no processes or roles means all."""

    absent = fields.Integer(load_default=None, allow_none=True)
    person = PERSON
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    reason = REASON
    processes = fields.List(fields.String(validate=validate.Length(max=80)), load_default=list, validate=validate.Length(max=100))
    roles = fields.List(fields.String(validate=validate.Length(max=8)), load_default=list, validate=validate.Length(max=40))


class SubstitutionLine(Schema):
    id = fields.Function(lambda row: row[0].id)
    absent = fields.String()
    present = fields.String()
    startsAt = fields.DateTime(attribute="Substitution.starts_at")
    endsAt = fields.DateTime(attribute="Substitution.ends_at")
    endedAt = fields.DateTime(attribute="Substitution.ended_at", allow_none=True)
    processes = fields.List(fields.String(), attribute="Substitution.processes")
    roles = fields.List(fields.String(), attribute="Substitution.roles")
    reason = fields.String(attribute="Substitution.reason")


class Appointed(Schema):
    id = fields.Integer()
