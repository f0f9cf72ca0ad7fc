"""Every kind of document the handbook lists: its template, its numbers, what it may not tell."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.cases.models import CaseDocument
from app.db import db, unit_of_work
from app.documents import actions, checking, context, desk, kinds, numbers
from app.errors import DomainError, Forbidden, Invalid, NotFound
from app.instances.models import Instance
from app.papers.models import Paper
from app.processes import queries as processes
from app.sessions.models import MediationSession, SessionMediator
from app.worklist.models import HumanTask
from tests import cast as people
from tests.documents.conftest import RESPONSIBILITY
from tests.documents.reading import produced, text_of, words_of
from tests.journeys import stages
from tests.papers import samples
from tests.walk_answers import answers_for, outcomes_of

LISTED = {f"D{number:02}" for number in (*range(1, 29), *range(30, 47))}
BROKEN = ("None", "{{", "}}", "{%", "%}", "True", "False")


def test_every_code_of_the_handbook_has_a_template():
    assert {kind.code for kind in kinds.kinds().values()} == LISTED
    assert {path.stem for path in (Path(kinds.__file__).parent / "shipped").glob("*.docx")} == set(kinds.kinds())


MEDICAL = {"hospital": "云溪县人民医院", "recordsSealed": "SEALED", "insurer": "某财产保险公司", "claimAmount": 50000,
           "certNo": "第9号", "certReceivedAt": "2026-02-01", "employer": "某建筑公司"}


@pytest.fixture
def everything_done(walk):
    """A case in which every task of every process was done once, however many ways there are."""
    stages.accepted(walk)
    digest, instance = processes.active_digest(), Instance.query.filter_by(case_id=walk.case_id).first()
    with unit_of_work():
        for element, (form, name, _) in context.forms_of(digest).items():
            if outcomes_of(form):
                db.session.add(_done(walk.case_id, instance, element, form, name, digest))
        _filled_in(walk)
    return walk


def _done(case_id: int, instance, element: str, form: str, name: str, digest: str) -> HumanTask:
    answers = MEDICAL if element == "ut_ind_accept" else {}
    for outcome in outcomes_of(form):
        answers = {**answers, **answers_for(form, outcome)}
    return HumanTask(instance_id=instance.id, step=f"done-{element}", element=element, process_id=instance.process_id, digest=digest,
                     case_id=case_id, name=name, form_key=form, roles="R04", status="DONE", opened_at=clock.now(),
                     done_at=clock.now(), done_by_name="李秀兰", answers=answers)


def _filled_in(walk) -> None:
    case, cast = walk.case(), walk.cast
    case.lead_unit_id, case.committee_id = cast.unit("上河村"), cast.unit("上河村人民调解委员会")
    case.handler_id = case.mediator_id = cast.user(people.MEDIATOR)
    case.tier, case.route, case.risk_level, case.complexity = "VILLAGE", "PEOPLE", "GREEN", "GENERAL"
    case.result, case.result_summary, case.agreement_no = "AGREED_WRITTEN", "已经办结。", "(2026)上河村人调字第9号"
    case.due_at = case.dispatched_at = case.resolved_at = case.agreement_signed_at = case.registered_at
    for party in case.parties:
        party.id_no, party.phone, party.address = "99012119700512102X", "13800990002", "清河镇上河村3组13号"
        party.agent = {"name": "陈律", "phone": "13800990009", "idNo": "99012119700512102X", "authority": "SPECIAL"}


def _called_for_tomorrow(walk) -> None:
    begins = clock.now() + timedelta(days=1)
    with unit_of_work():
        db.session.add(MediationSession(
            case_id=walk.case_id, instance_id=1, step="s", number=1, begins_at=begins, ends_at=begins + timedelta(hours=2), place="上河村调解室",
            invitees=[{"name": "赵老师", "identity": "五老人员"}], state="PLANNED", changed_at=clock.now(),
            mediators=[SessionMediator(user_id=walk.cast.user(people.MEDIATOR), begins_at=begins)]))


@pytest.mark.parametrize("key", kinds.kinds())
def test_each_is_printed_whole_when_everything_is_known(everything_done, type_in, key):
    case, kind = everything_done.case(), kinds.kind(key)
    if key == "D06":
        samples.brought(case, samples.picture(), everything_done.actor(people.MEDIATOR), title="墙角照片", code="D06", kind="evidence")
    if key == "D46":
        _called_for_tomorrow(everything_done)
    wanting = actions.incomplete(everything_done.case(), kind, None)
    assert wanting is None or wanting.sentences == []
    if wanting:
        type_in(everything_done, key, people.MEDIATOR, **{name: f"{label}若干" for name, label in wanting.to_type.items()})
    paper = produced(everything_done, key, people.MEDIATOR)
    text = words_of(paper)
    assert len(text) > 80 and not [sign for sign in BROKEN if sign in text] and "样例" not in text
    if "{{ number }}" in text_of(kinds.shipped(key)):
        assert numbers.number_for(everything_done.case(), kind, actions.noted_of(everything_done.case(), kind, None)) in text
    assert paper.code == kind.code and paper.level == kind.level


def test_what_the_mediator_wrote_in_confidence_is_in_no_other_paper(agreed):
    case = agreed.case()
    for key, kind in kinds.kinds().items():
        names = context.of(case, kind, None, None, case.created_at)
        told = "往我家这边挪了三十厘米" in str(names)
        assert told == (kind.level == "NOTES"), key


def test_the_record_of_a_session_is_made_by_its_mediator_alone(agreed, type_in):
    type_in(agreed, "D07", people.MEDIATOR, recorder="白露")
    paper = produced(agreed, "D07", people.MEDIATOR)
    assert paper.level == "NOTES" and "往我家这边挪了三十厘米" in words_of(paper) and paper.title == "调解笔录（第1次）"
    for who in (people.MANAGER, people.DIRECTOR):
        with pytest.raises((Forbidden, NotFound)):
            produced(agreed, "D07", who)


def test_who_asks_afterwards_makes_the_record_of_that_and_learns_nothing_of_the_terms(agreed):
    case, caller = agreed.case(), agreed.actor(people.CALLBACK)
    mine = {kind.key for kind in kinds.kinds().values() if actions.may_make(case, kind, caller)}
    assert mine == {"D14", "D27"}
    names = context.of(case, kinds.kind("D14"), None, None, case.created_at)
    assert "拆除越界三十厘米" not in str(names)
    assert words_of(produced(agreed, "D27", people.CALLBACK)).count("满意度评价表") == 1
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        with pytest.raises(NotFound):
            produced(agreed, "D27", who)


def test_two_clicks_at_once_give_one_number(app, agreed):
    case_no, actor, said = agreed.case().case_no, agreed.actor(people.VILLAGE_HEAD), []
    together = threading.Barrier(2)

    def click():
        with app.app_context():
            together.wait()
            try:
                said.append(actions.produce(case_no, "D31", None, actor).id)
            except DomainError as refused:
                said.append(str(refused))
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.number for row in CaseDocument.query.filter_by(code="D31")] == ["(2026)云溪综治派字第1号"]
    assert len(set(said)) == 1 and Paper.query.filter_by(code="D31").count() == 1


def test_a_refused_document_takes_no_number(agreed):
    with pytest.raises(Invalid):
        produced(agreed, "D32-2", people.MEDIATOR)
    assert CaseDocument.query.filter_by(code="D32").count() == 0


def test_markup_and_templates_typed_by_a_party_stay_text(walk):
    stages.accepted(walk, description="<b>墙</b> & {{ 7*7 }} {% if x %} 越过原有界石约30厘米，多次要求拆除没有结果。")
    text = words_of(produced(walk, "D01", people.TRIAGE))
    assert "<b>墙</b> & {{ 7*7 }} {% if x %}" in text and "49" not in text


def test_what_is_called_for_follows_the_task(agreed, type_in):
    actor = agreed.actor(people.MEDIATOR)
    assert [line.kind.key for line in desk.desk_of(agreed.case(), actor, "ut_sign_agreement").called_for] == ["D08"]
    whole = desk.desk_of(agreed.case(), actor)
    titles = {line.title: line for line in whole.called_for}
    assert "当事人权利义务告知书" in titles and "矛盾纠纷受理登记表" in titles and titles["当事人权利义务告知书"].paper is None
    type_in(agreed, "D08", people.MEDIATOR, responsibility=RESPONSIBILITY)
    made = produced(agreed, "D08", people.MEDIATOR)
    assert {line.title: line for line in desk.desk_of(agreed.case(), actor).called_for}[made.title].paper.id == made.id
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        assert desk.desk_of(agreed.case(), agreed.actor(who)) == desk.Desk([], [], [])


@pytest.mark.parametrize("key", kinds.kinds())
def test_no_line_of_a_template_is_torn_apart(key):
    for line in text_of(kinds.shipped(key)).splitlines():
        assert all(line.count(opened) == line.count(closed) for opened, closed in ("（）", "《》", "“”")), line


def test_every_name_a_template_uses_is_known_and_documented(walk):
    page = (Path(__file__).parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")
    tree = checking.known_names(processes.active_digest())
    for name, inner in tree.items():
        if not name.startswith("ut_"):
            assert f"`{name}`" in page, name
            for below in (inner[0] if isinstance(inner, list) else inner if isinstance(inner, dict) else {}):
                assert f"`{below}`" in page, f"{name}.{below}"
    for key in kinds.kinds():
        unknown = [name for names in (checking.sample(tree), checking.nothing(tree))
                   for name in checking.printing.attempt(kinds.shipped(key), names, shipped=True)[2]]
        assert unknown == [], key


def test_what_is_required_comes_first_and_what_only_waits_for_a_hand_after_it(agreed, type_in):
    actor = agreed.actor(people.MEDIATOR)
    whole = desk.desk_of(agreed.case(), actor)
    lacking = [line.kind.code for line in whole.missing if line.required]
    assert {"D02", "D08"} <= set(lacking) and len(lacking) == len(set(lacking))
    assert [line.required for line in whole.missing] == sorted((line.required for line in whole.missing), reverse=True)
    made = produced(agreed, "D02", people.MEDIATOR)
    assert [line.paper.id for line in desk.desk_of(agreed.case(), actor).to_sign] == [made.id]
    samples.brought(agreed.case(), samples.picture(), actor, title="签好的告知书照片", code="D02", kind="signed")
    after = desk.desk_of(agreed.case(), actor)
    assert after.to_sign == [] and [line.kind.key for line in after.done] == ["D02"] and "D02" not in [line.kind.code for line in after.missing]


def test_what_the_process_noted_is_told_also_to_those_who_make_nothing(agreed):
    reader = agreed.actor(people.SUPERVISOR)
    whole = desk.desk_of(agreed.case(), reader)
    assert [row.code for row in whole.noted] == [row.code for row in CaseDocument.query.order_by(CaseDocument.id)] != []
    assert all(kind.code in ("D18", "D37") for kind in whole.others)
