"""REST for one's own notices."""

from flask import g
from marshmallow import Schema, fields, validate

from app.access import needs
from app.api.kit import PagedList, Paging, RestBlueprint, paged
from app.api.writes import writes
from app.errors import Invalid
from app.notifications import actions, bundles, queries, words

blueprint = RestBlueprint("notices_api", __name__, url_prefix="/notices", description="通知：自己的通知，已读和未读")


class NoticesQuery(Paging):
    group = fields.String(validate=validate.OneOf(list(words.GROUPS)))
    unread = fields.Boolean(load_default=False, metadata={"description": "只要未读的"})


class NoticeLine(Schema):
    id = fields.Integer()
    group = fields.String()
    kind = fields.String()
    text = fields.String()
    at = fields.DateTime()
    readAt = fields.DateTime(allow_none=True)
    caseNo = fields.String(allow_none=True)
    caseTitle = fields.String(allow_none=True, metadata={"description": "只在看得到案件时给出"})
    taskId = fields.Integer(allow_none=True)


class BundleLine(Schema):
    group = fields.String()
    text = fields.String()
    count = fields.Integer()
    unread = fields.Boolean()


class Notices(PagedList):
    items = fields.List(fields.Nested(NoticeLine))
    bundles = fields.List(fields.Nested(BundleLine))
    unread = fields.Integer(metadata={"description": "铃铛上的数，最多数到 99"})


class Reading(Schema):
    ids = fields.List(fields.Integer(validate=validate.Range(1, 2**31 - 1)), load_default=list, validate=validate.Length(max=500))
    all = fields.Boolean(load_default=False)


@blueprint.get("")
@needs("notice.read")
@blueprint.arguments(NoticesQuery, location="query")
@blueprint.response(200, Notices)
def notices(query):
    """自己的通知，新的在前；待领取和将到期的任务合并成一行，在 bundles 里。"""
    page = queries.notices_of(g.actor, query["page"], group=query.get("group"),
                              read="unread" if query["unread"] else "any", per_page=query["perPage"])
    bell = bundles.bell(g.actor)
    items = [{"id": one.id, "group": words.group_of(one.kind), "kind": one.kind, "text": one.text, "at": one.at,
              "readAt": one.read_at, "caseNo": case_no, "caseTitle": title, "taskId": one.task_id} for one, case_no, title in page.items]
    return {**paged(page, items), "bundles": bell.bundles, "unread": bell.count}


@blueprint.patch("")
@needs("notice.read")
@writes
@blueprint.arguments(Reading)
@blueprint.response(204)
def read(body):
    """标为已读：`ids` 里的，或 `all` 全部。别人的通知不受影响。"""
    if not body["ids"] and not body["all"]:
        raise Invalid(errors={"ids": ["请写出要标为已读的通知编号，或 all。"]})
    actions.mark_all_read(g.actor) if body["all"] else actions.mark_read(body["ids"], g.actor)
