"""REST for the papers of a case: list, bring one, take one out."""

from flask import g, request

from app.access import needs, takes_a_file
from app.api.kit import Paging, RestBlueprint, paged
from app.cases import queries as cases
from app.db import unit_of_work
from app.papers import actions, intake, queries, serving
from app.papers.actions import Entry
from app.papers.schemas import PaperList, PaperOut, Upload, WhichVersion

blueprint = RestBlueprint("papers_api", __name__, url_prefix="/cases", description="材料：卷宗里的文件")
BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {
    "schema": {"type": "string", "format": "binary"}}}}}


@blueprint.get("/<case_no>/papers")
@needs("paper.read")
@blueprint.arguments(Paging, location="query")
@blueprint.response(200, PaperList)
def papers(query, case_no):
    """案件的材料，新放入的在前；看不到的保密材料不列出。"""
    found = queries.papers_of(cases.case_for(case_no, g.actor), g.actor, query["page"], query["perPage"])
    return paged(found, [row[0] for row in found.items])


@blueprint.post("/<case_no>/papers")
@needs("paper.add")
@takes_a_file
@blueprint.arguments(Upload, location="query")
@blueprint.response(201, PaperOut)
@blueprint.doc(**BODY)
def add(query, case_no):
    """放入一份材料：请求体就是文件本身。同一份文件重复发送只收一次（409 并指出已有的材料）。"""
    file_name = query.pop("file_name")
    return intake.add(case_no, request.stream, file_name, Entry(**query), g.actor)


@blueprint.post("/<case_no>/papers/<int:paper_id>/versions")
@needs("paper.add")
@takes_a_file
@blueprint.arguments(Upload(only=("fileName",)), location="query")
@blueprint.response(201, PaperOut)
@blueprint.doc(**BODY)
def replace(query, case_no, paper_id):
    """给一份材料换上新版本，旧版本仍可查看。"""
    return intake.replace(case_no, paper_id, request.stream, query["file_name"], g.actor)


@blueprint.get("/<case_no>/papers/<int:paper_id>/content")
@needs("paper.read")
@blueprint.arguments(WhichVersion, location="query")
@blueprint.response(200, content_type="application/octet-stream")
def content(query, case_no, paper_id):
    """下载一份材料（缺省为最新版本）；谁在什么时候下载会记录下来。"""
    paper = queries.paper_for(cases.case_for(case_no, g.actor), paper_id, g.actor)
    version = queries.version_of(paper, query["version"] or paper.latest.number)
    path = queries.content_of(version)
    with unit_of_work():
        actions.note_opening(paper, version.number, g.actor)
    return serving.download(version, path)
