"""REST shapes of papers."""

from marshmallow import Schema, fields, validate

from app.api.kit import PagedList
from app.papers import words


class Upload(Schema):
    """What is said about a file; the file itself is the body, as it is."""

    fileName = fields.String(required=True, validate=validate.Length(1, 255), attribute="file_name")
    title = fields.String(load_default="", validate=validate.Length(max=120))
    code = fields.String(load_default=None, validate=validate.Length(max=4))
    kind = fields.String(load_default="other", validate=validate.OneOf(list(words.KINDS)))
    level = fields.String(load_default="OPEN", validate=validate.OneOf(list(words.LEVELS)))


class Version(Schema):
    number = fields.Integer()
    fileName = fields.String(attribute="file_name")
    contentType = fields.String(attribute="content_type")
    size = fields.Integer()
    sha256 = fields.String()
    pages = fields.Integer(allow_none=True)
    scan = fields.String()
    addedBy = fields.String(attribute="added_by_name")
    addedAt = fields.AwareDateTime(attribute="added_at")


class PaperOut(Schema):
    """One paper with its versions, the first one first."""

    id = fields.Integer()
    code = fields.String(allow_none=True)
    title = fields.String()
    kind = fields.String()
    origin = fields.String()
    level = fields.String()
    addedBy = fields.String(attribute="added_by_name")
    addedAt = fields.AwareDateTime(attribute="added_at")
    withdrawnAt = fields.AwareDateTime(attribute="withdrawn_at", allow_none=True)
    withdrawnBecause = fields.String(attribute="withdrawn_because", allow_none=True)
    versions = fields.List(fields.Nested(Version))


class PaperList(PagedList):
    items = fields.List(fields.Nested(PaperOut))


class WhichVersion(Schema):
    version = fields.Integer(load_default=None, validate=validate.Range(1, 10_000))
