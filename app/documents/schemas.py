"""REST shapes of documents."""

from marshmallow import Schema, fields, validate

from app.api.kit import PagedList
from app.documents.kinds import kinds


class KindOut(Schema):
    """What may be made. `state`: MISSING, TO_SIGN or SIGNED for what the case calls for, OTHER for the rest; `required`: the
    check-list asks for it and nothing is there; `noted`: which of several numbered documents of this kind."""

    key = fields.String()
    code = fields.String()
    title = fields.String()
    number = fields.String(allow_none=True)
    noted = fields.Integer(allow_none=True)
    required = fields.Boolean()
    state = fields.String()
    paper = fields.Integer(allow_none=True)
    signed = fields.List(fields.Integer())


class KindList(PagedList):
    items = fields.List(fields.Nested(KindOut))


class WhichNoted(Schema):
    noted = fields.Integer(load_default=None, validate=validate.Range(1))


class Readiness(Schema):
    """`missing`: sentences that say where it is filled in; `toType`: {name: label} of what the request itself may bring."""

    ready = fields.Boolean()
    missing = fields.List(fields.String())
    toType = fields.Dict(keys=fields.String(), values=fields.String())


class Making(Schema):
    """`typed`: {name: text} of what no form of the case holds, as toType names it."""

    key = fields.String(required=True, validate=validate.OneOf(list(kinds())))
    noted = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1))
    typed = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


class Taking(Schema):
    version = fields.Integer(load_default=None, validate=validate.Range(1, 10_000))
    form = fields.String(load_default="docx", validate=validate.OneOf(("docx", "pdf")))
