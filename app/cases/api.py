"""REST for cases: search, one case, its timeline, a message for it."""

from flask import g

from app import clock
from app.access import needs
from app.api.kit import Paging, RestBlueprint, paged
from app.api.writes import writes
from app.cases import case_search, lights, messages, queries
from app.cases.schemas import CaseDetail, CaseList, Delivered, Message, SearchQuery, Timeline

blueprint = RestBlueprint("cases_api", __name__, url_prefix="/cases", description="案件：检索、详情、办理经过、外部消息")


@blueprint.get("")
@needs("case.search")
@blueprint.arguments(SearchQuery, location="query")
@blueprint.response(200, CaseList)
def search(query):
    """在权限范围内检索案件，新登记的在前。"""
    page, per_page = query.pop("page"), query.pop("perPage")
    found = case_search.find(g.actor, case_search.Search(**query), page, per_page)
    return paged(found, [_line(case, light) for case, light in found.items])


@blueprint.get("/<case_no>")
@needs("case.read")
@blueprint.response(200, CaseDetail)
def case(case_no):
    """一个案件：基本情况、当事人（证件和电话已隐去）、正在走的时限。"""
    found = queries.case_for(case_no, g.actor)
    return {**_line(found, lights.light_of(found, clock.now())), "description": found.description,
            "request": found.request, "supervise_level": found.supervise_level, "result": found.result,
            "parties": found.parties, "clocks": queries.live_clocks(found.id)}


@blueprint.get("/<case_no>/timeline")
@needs("timeline.read")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, Timeline)
def timeline(query, case_no):
    """办理经过，最新的在前。"""
    found = queries.timeline(queries.case_for(case_no, g.actor).id, query["page"], query["perPage"])
    return paged(found, [row[0] for row in found.items])


@blueprint.post("/<case_no>/messages")
@needs("case.message")
@writes
@blueprint.arguments(Message)
@blueprint.response(200, Delivered)
def message(body, case_no):
    """把外部消息（补正、评价、催办……）送给正在等它的流程；没有流程在等时拒绝。"""
    found = queries.case_for(case_no, g.actor)
    taken = messages.bring(found, body["message"], body["payload"], g.actor)
    return {"message": body["message"], "taken": taken}


def _line(case, light: str) -> dict:
    return {name: getattr(case, name) for name in (
        "id", "case_no", "title", "status", "channel", "tier", "route", "risk_level", "complexity", "region_code",
        "registered_at", "due_at")} | {"light": light}
