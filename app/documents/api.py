"""REST for documents: what may be made in a case, making it, what was made, taking it out as Word file or PDF."""

from flask import g

from app.access import needs
from app.api.kit import Paging, RestBlueprint, paged
from app.cases import queries as cases
from app.db import unit_of_work
from app.documents import actions, desk, kinds, previews, queries
from app.documents.schemas import KindList, Making, Readiness, Taking, WhichNoted
from app.errors import Invalid
from app.paging import page_of_list
from app.papers import actions as papers
from app.papers import queries as paper_queries
from app.papers import serving
from app.papers.schemas import PaperList, PaperOut

blueprint = RestBlueprint("documents_api", __name__, url_prefix="/cases", description="文书：按模板生成")


@blueprint.get("/<case_no>/document-kinds")
@needs("document.produce")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, KindList)
def may_be_made(query, case_no):
    """这个案件能生成的文书：案件需要的在前（必须的、等签字的、已签字的），其余在后。"""
    shown = desk.desk_of(cases.case_for(case_no, g.actor), g.actor)
    rows = [_called_for(line) for line in (*shown.missing, *shown.to_sign, *shown.done)] + [_other(kind) for kind in shown.others]
    return paged(page_of_list(rows, query["page"], query["perPage"]))


@blueprint.get("/<case_no>/document-kinds/<key>")
@needs("document.produce")
@blueprint.arguments(WhichNoted, location="query")
@blueprint.response(200, Readiness)
def readiness(query, case_no, key):
    """这份文书能不能生成：还缺什么、到哪里补，哪些内容可以随生成请求填写。"""
    kind = kinds.kind(key)
    case = actions.case_to_write(case_no, kind, g.actor)
    wanting = actions.incomplete(case, kind, actions.noted_of(case, kind, query["noted"]))
    return {"ready": wanting is None, "missing": wanting.sentences if wanting else [], "toType": wanting.to_type if wanting else {}}


@blueprint.get("/<case_no>/documents")
@needs("document.read")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, PaperList)
def made(query, case_no):
    """按模板生成的文书，新生成的在前；看不到的保密文书不列出。"""
    found = queries.made(cases.case_for(case_no, g.actor), g.actor, query["page"], query["perPage"])
    return paged(found, [row[0] for row in found.items])


@blueprint.post("/<case_no>/documents")
@needs("document.produce")
@blueprint.arguments(Making)
@blueprint.response(201, PaperOut)
def make(body, case_no):
    """生成一份文书，编号后放入卷宗；已有的生成新版本，编号不变。缺内容时 422，errors.gaps 逐条说明到哪里补。"""
    unknown = [name for name in body["typed"] if name not in kinds.asked()]
    if unknown:
        raise Invalid(errors={"typed": [f"没有“{name}”这一项，能填的见 document-kinds/{body['key']} 的 toType。" for name in unknown]})
    if body["typed"]:
        with unit_of_work():
            actions.type_in(case_no, body["key"], body["noted"], body["typed"], g.actor)
    return actions.produce(case_no, body["key"], body["noted"], g.actor)


@blueprint.get("/<case_no>/documents/<int:paper_id>/content")
@needs("document.read")
@blueprint.arguments(Taking, location="query")
@blueprint.response(200, content_type="application/octet-stream")
def content(query, case_no, paper_id):
    """下载一份文书（缺省为最新版本的 Word 文件；form=pdf 转成 PDF）；谁在什么时候下载会记录下来。"""
    paper = queries.made_one(cases.case_for(case_no, g.actor), paper_id, g.actor)
    version = paper_queries.version_of(paper, query["version"] or paper.latest.number)
    place = previews.pdf_of(version) if query["form"] == "pdf" else paper_queries.content_of(version)
    with unit_of_work():
        papers.note_opening(paper, version.number, g.actor)
    return serving.archive(place, "application/pdf", f"{paper.title}.pdf") if query["form"] == "pdf" else serving.download(version, place)


def _called_for(line: desk.Line) -> dict:
    return {"key": line.kind.key, "code": line.kind.code, "title": line.title, "number": line.number, "noted": line.noted and line.noted.id,
            "required": line.required, "paper": line.paper and line.paper.id, "signed": [one.id for one in line.signed],
            "state": "SIGNED" if line.signed else "TO_SIGN" if line.paper else "MISSING"}


def _other(kind: kinds.Kind) -> dict:
    return {"key": kind.key, "code": kind.code, "title": kind.title, "number": None, "noted": None, "required": False, "state": "OTHER",
            "paper": None, "signed": []}
