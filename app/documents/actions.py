"""Making a document: filled, numbered, kept in the dossier."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from app import clock
from app.cases import permissions as case_permissions
from app.cases import queries as cases
from app.cases.models import Case, CaseDocument
from app.db import db, unit_of_work
from app.documents import context, gaps, kinds, numbers, printing, templates_in_use
from app.documents.kinds import Kind
from app.documents.models import DocumentFill
from app.errors import Forbidden, Invalid, NotFound
from app.papers import actions as papers
from app.papers import permissions as paper_permissions
from app.papers.models import Paper

LONGEST_TYPED = 4000


@dataclass(frozen=True)
class Incomplete:
    """Why a document cannot be printed yet. `sentences`: what is missing and where it is filled in; `to_type`: {name:
    label} of what can be typed for it at once."""

    sentences: list[str] = field(default_factory=list)
    to_type: dict[str, str] = field(default_factory=dict)


def produce(case_no: str, key: str, noted_id: int | None, actor) -> Paper:
    """Fill, number, keep. A second time makes a new version of the same paper under the same number.

    Opens its own units of work: the number is given out only after a trial has shown that nothing is missing. Raises
    Invalid with what is missing.
    """
    kind = kinds.kind(key)
    case = case_to_write(case_no, kind, actor)
    wanting = incomplete(case, kind, noted_of(case, kind, noted_id))
    if wanting:
        raise Invalid("文书还不能生成。" + "".join(wanting.sentences) + _typing(wanting), errors={"gaps": wanting.sentences})
    with unit_of_work():
        case = case_to_write(case_no, kind, actor)
        made = numbers.note(case, kind, actor, clock.now())
        noted = noted_of(case, kind, noted_id) or made
        noted_id = noted.id if noted else None
    docx, *_ = _filled(case, kind, noted)
    with unit_of_work():
        case = case_to_write(case_no, kind, actor)
        noted = noted_of(case, kind, noted_id)
        title = numbers.title_of(case, kind, noted)
        return papers.keep(case, kind.code, title, f"{title}.docx", docx, actor, kind=kind.paper_kind,
                           element=noted.element if noted else None)


def incomplete(case: Case, kind: Kind, noted: CaseDocument | None) -> Incomplete | None:
    """What is missing; nothing when the document can be printed."""
    _, missing, unknown, values = _filled(case, kind, noted)
    if not missing and not unknown:
        return None
    sentences = gaps.in_words(case, kind, missing, values) + ([gaps.unknown_in_words(unknown) + "请联系系统管理员更正模板。"]
                                                              if unknown else [])
    return Incomplete(sentences, gaps.to_type(missing))


def fields_of(case: Case, kind: Kind, noted: CaseDocument | None, wanting: Incomplete | None) -> dict[str, str]:
    """{name: label} of what may be typed for it now: what was typed before, and what is missing."""
    known = kinds.asked()
    before = {name: known[name] for name in context.typed_for(case, kind, noted) if name in known}
    return before | (wanting.to_type if wanting else {})


def type_in(case_no: str, key: str, noted_id: int | None, values: dict[str, str], actor) -> None:
    """Keep what somebody types for a document that no form of the case holds. Needs an open unit of work."""
    kind = kinds.kind(key)
    case = case_to_write(case_no, kind, actor)
    noted = noted_of(case, kind, noted_id)
    typed = {name: text.strip() for name, text in values.items() if name in kinds.asked()}
    too_long = {name: [f"最多 {LONGEST_TYPED} 字。"] for name, text in typed.items() if len(text) > LONGEST_TYPED}
    if too_long:
        raise Invalid(errors=too_long)
    db.session.execute(sa.select(Case.id).where(Case.id == case.id).with_for_update())
    place = (case.id, kind.key, noted.id if noted else 0)
    earlier = context.typed_for(case, kind, noted)
    fill = db.session.get(DocumentFill, place) or DocumentFill(case_id=place[0], key=place[1], noted_id=place[2])
    fill.values = {**earlier, **{name: text for name, text in typed.items() if text}}
    fill.typed_by_name, fill.typed_at = actor.name, clock.now()
    db.session.add(fill)


def case_to_write(case_no: str, kind: Kind, actor) -> Case:
    """The case, if this person may make this kind of paper in it; else it is not there, or they are told why."""
    case = cases.case_for(case_no, actor)
    paper_permissions.must_be_open_for_papers(case, actor)
    if not may_make(case, kind, actor):
        raise Forbidden(f"《{kind.title}》的内容按保密规定不向您的岗位开放，请由调解员或承办人生成。")
    return case


def may_make(case: Case, kind: Kind, actor) -> bool:
    """Papers of a level are made by those who may open it; whoever only looks on makes none but what their own
    office writes: slips, the record of asking afterwards."""
    looks_on = any(actor.holds(role) for role in kind.overseers)
    reaches = case_permissions.may_see if looks_on else case_permissions.may_read_terms
    if not actor.may("document.produce") or not reaches(case, actor):
        return False
    return kind.level == "OPEN" or kind.level in paper_permissions.levels_for(case, actor)


def noted_of(case: Case, kind: Kind, noted_id: int | None) -> CaseDocument | None:
    """The one that was named, or the latest."""
    if not noted_id:
        return numbers.current(case, kind)
    found = next((row for row in numbers.noted_for(case, kind) if row.id == noted_id), None)
    if found is None:
        raise NotFound("没有找到这份文书，请刷新页面后再试。")
    return found


def _filled(case: Case, kind: Kind, noted: CaseDocument | None):
    """(docx, what is missing, what is unknown, the context). A number that is still to be given out is not missing."""
    number = numbers.number_for(case, kind, noted)
    if number is None and noted is None and numbers.is_numbered(kind):
        number = numbers.TO_BE_GIVEN
    values = context.of(case, kind, noted, number, clock.now())
    content, shipped = templates_in_use.content_of(kind.key)
    return *printing.attempt(content, values, shipped), values


def _typing(wanting: Incomplete) -> str:
    labels = "、".join(f"“{label}”" for label in wanting.to_type.values())
    return f"请在“补充填写”里填写{labels}。" if labels else ""
