"""Intake at the window: drafts, warnings while typing, reading back, registering once, the receipt."""

import threading

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import thresholds
from app.cases.hint_questions import HintQuestion
from app.cases.models import Case, Party
from app.db import db, unit_of_work
from app.identity import actions as identity
from app.identity.models import AuditEntry
from app.worklist import intake, read_back, registration, registration_drafts
from app.worklist.models import HumanTask
from tests import cast as people
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.walk_answers import answers_for

TOKEN, ANOTHER = "a" * 32, "b" * 32
ELSEWHERE = "990121101200"


@pytest.fixture
def window(app, cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Desk(app, people.WINDOW)


class Desk:
    def __init__(self, app, who: str):
        self.client = app.test_client()
        people.sign_in(self.client, who)
        self.headers = {"X-CSRFToken": people.csrf_of(self.client)}

    def send(self, path: str, answers: dict, method: str = "POST"):
        return self.client.open(path, method=method, json={"answers": answers}, headers=self.headers)

    def keep(self, answers: dict, token: str = TOKEN):
        return self.send(f"/cases/new/drafts/{token}", answers, "PUT")

    def page(self, path: str) -> str:
        return self.client.get(path).get_data(as_text=True)

    def confirm(self, token: str = TOKEN):
        return self.client.post(f"/cases/new/drafts/{token}/registration", data={"csrf_token": self.headers["X-CSRFToken"]})


def filled(**more) -> dict:
    return answers_for(REGISTER, "submit", **more)


def cases() -> list[Case]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Case).order_by(Case.id)))


def second_clerk(app, cast) -> Desk:
    """Another town's director, who sits at its window too and reaches nothing of 上河村."""
    with unit_of_work():
        identity.give_post(cast.user(people.OTHER_TOWN), "R01", cast.unit("白石镇"), cast.actor(people.ADMIN))
    return Desk(app, people.OTHER_TOWN)


def test_a_half_filled_registration_waits_on_the_server_for_its_clerk_alone(app, cast, window):
    assert window.keep({"title": "楼上漏水<b>", "parties": [{"name": "王长"}]}).json == {"saved": True}
    again = Desk(app, people.WINDOW)
    listed = again.page("/cases/new")
    assert "楼上漏水&lt;b&gt;" in listed and f"/cases/new/drafts/{TOKEN}" in listed
    assert "王长" in again.page(f"/cases/new/drafts/{TOKEN}").encode().decode("unicode_escape", "ignore")
    other = second_clerk(app, cast)
    assert "王长" not in other.page(f"/cases/new/drafts/{TOKEN}").encode().decode("unicode_escape", "ignore")
    assert other.client.get(f"/cases/new/drafts/{TOKEN}/read-back").status_code == 404
    assert other.confirm().status_code == 404
    assert other.keep({"title": "另一件事"}).status_code == 200
    assert registration_drafts.of(TOKEN, cast.actor(people.WINDOW)).title == "楼上漏水<b>"


def test_a_draft_is_overwritten_thrown_away_and_forgotten_after_the_days_the_centre_says(cast, window):
    actor = cast.actor(people.WINDOW)
    window.keep({"title": "第一稿"}), window.keep({"title": "第二稿"}), window.keep({"parties": [{"name": "张三"}]}, ANOTHER)
    assert {draft.title for draft in registration_drafts.mine(actor)} == {"第二稿", "张三"}
    window.client.post(f"/cases/new/drafts/{ANOTHER}/removal", data={"csrf_token": window.headers["X-CSRFToken"]})
    clock.move_to("2026-03-16 08:00")
    assert registration_drafts.forget_old() == 0
    clock.move_to("2026-03-16 10:00")
    assert registration_drafts.forget_old() == 1 and registration_drafts.mine(actor) == []


def test_drafts_that_are_too_many_too_large_or_without_a_proper_name_are_refused(window):
    assert window.keep({"title": "x"}, "../etc").status_code == 404
    assert window.keep({"title": "x"}, "A" * 32).status_code == 404
    assert window.keep({"remark": "长" * registration_drafts.LARGEST}).status_code == 422
    for number in range(registration_drafts.MOST):
        assert window.keep({"title": "x"}, f"{number:032x}").status_code == 200
    refused = window.keep({"title": "x"}, "f" * 32)
    assert refused.status_code == 422 and "没有提交的登记" in refused.json["message"]


def test_what_is_read_back_is_what_was_typed_in_the_words_of_the_form(window):
    answers = filled(remark="<script>alert(1)</script>", crimeSuspected=True)
    answer = window.send(f"/cases/new/drafts/{TOKEN}/check", answers)
    assert answer.json == {"location": f"/cases/new/drafts/{TOKEN}/read-back"} and cases() == []
    page = window.page(answer.json["location"])
    assert answers["title"] in page and answers["parties"][0]["idNo"] in page and "申请人" in page and "窗口" in page
    assert "<script>alert(1)" not in page and "来访人（签名）" in page
    assert "研判要素" not in page and "涉嫌犯罪" not in page
    assert "APPLICANT" not in page and "WINDOW" not in page


def test_an_incomplete_one_is_refused_field_by_field_and_cannot_be_read_back(window):
    answers = filled(title="短")
    answers["parties"][0]["idNo"] = "990121196803151019"
    refused = window.send(f"/cases/new/drafts/{TOKEN}/check", answers)
    assert refused.status_code == 422 and {"title", "parties.0.idNo"} <= set(refused.json["errors"])
    window.keep(answers)
    assert window.client.get(f"/cases/new/drafts/{TOKEN}/read-back").headers["location"].endswith(TOKEN)
    assert window.confirm().status_code == 422
    assert cases() == [] and "短" in window.page("/cases/new")


def test_a_confirmed_draft_becomes_one_case_and_its_receipt(app, window):
    window.send(f"/cases/new/drafts/{TOKEN}/check", filled())
    answer = window.confirm()
    case = cases()[-1]
    assert answer.headers["location"] == f"/cases/{case.case_no}/receipt" and case.case_no
    receipt = window.page(answer.headers["location"])
    assert case.case_no in receipt and "<svg" in receipt and "2026-03-02 09:00" in receipt and "周敏" in receipt
    assert receipt.partition("下一步：")[2].partition("<")[0] == "受理审核，等待县综治中心的林芳领取，期限 3月3日 17:30。"
    assert all(f"receipt-{size}" in window.page(f"/cases/{case.case_no}/receipt?paper={asked}") for size, asked in (("roll", "roll"), ("a5", "../..")))
    assert window.confirm().status_code == 404 and len(cases()) == 1
    assert case.title not in window.page("/cases/new")
    assert Desk(app, people.OTHER_TOWN).client.get(f"/cases/{case.case_no}/receipt").status_code in (403, 404)


def test_nothing_is_voided_before_anything_is_registered(window):
    answer = window.send(f"/cases/new/drafts/{TOKEN}/check", {"outcome": "void", "voidReason": "同一事项刚刚登记过，重复登记。"})
    assert answer.status_code == 422 and "outcome" in answer.json["errors"] and cases() == []


def test_the_code_leads_to_the_progress_of_the_case_or_says_number_and_telephone(app):
    from dataclasses import replace

    settings = app.config["HEJIE"]
    assert intake.code_of("990121ZZ1", replace(settings, progress_url="https://hj.example/p/")) == "https://hj.example/p/990121ZZ1"
    assert intake.code_of("990121ZZ1", replace(settings, centre_phone="0991-2345678")) == "案件编号 990121ZZ1 咨询电话 0991-2345678"
    assert intake.drawn("x") != intake.drawn("y") and "style" not in intake.drawn("x")


def test_the_same_dispute_within_reach_is_shown_and_out_of_reach_only_that_there_may_be_one(app, cast, window):
    answers = filled()
    case = Walk(cast).register_with(answers).case()
    wanted = {"parties": answers["parties"], "subject": answers["subject"]}
    mine = window.send("/cases/new/similar", wanted).json
    assert [one["caseNo"] for one in mine["cases"]] == [case.case_no] and mine["beyond"] is None and mine["known"]
    theirs = second_clerk(app, cast).send("/cases/new/similar", wanted)
    assert theirs.json == {"cases": [], "beyond": "可能已有登记，提交后由分流研判员核对。", "known": []}
    assert case.case_no not in theirs.get_data(as_text=True)


def test_hints_are_counted_for_each_person_and_pause_with_a_sentence_until_the_hour_is_over(app, cast, window):
    answers = filled()
    case = Walk(cast).register_with(answers).case()
    wanted = {"parties": answers["parties"], "subject": answers["subject"]}
    other = second_clerk(app, cast)

    def about(number: int) -> dict:
        return {"parties": [{"name": "某某", "phone": f"139{number:08}"}], "subject": answers["subject"]}

    for number in range(thresholds.value("hintsPerHour")):
        assert "paused" not in other.send("/cases/new/similar", about(number)).json
    refused = other.send("/cases/new/similar", wanted).json
    assert refused["paused"].startswith("您一小时内查重的当事人过多，10:00 以前不再提示") and (refused["cases"], refused["beyond"]) == ([], None)
    assert "paused" not in other.send("/cases/new/similar", about(3)).json, "the same question once more is none"
    assert window.send("/cases/new/similar", wanted).json["cases"], "everybody has their own"
    assert kept_hints() == [(cast.user(people.WINDOW), [case.id], [])]
    clock.move_to("2026-03-02 10:00:01")
    other = Desk(app, people.OTHER_TOWN)
    for _ in range(2):
        assert other.send("/cases/new/similar", wanted).json["beyond"]
    assert kept_hints()[1:] == [(cast.user(people.OTHER_TOWN), [], [case.id])], "written down once, however often it is asked"
    stored = db.session.scalars(sa.select(HintQuestion.question)).all()
    assert stored and all(set(one) <= set("0123456789abcdef") for one in stored)


def kept_hints() -> list[tuple]:
    db.session.rollback()
    rows = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_hinted").order_by(AuditEntry.id))
    return [(row.actor_id, row.details["within"], row.details["beyond"]) for row in rows]


@pytest.mark.parametrize("change", [
    {"subject": None}, {"subject": "TRAFFIC"}, {"parties": []}, {"parties": [{"name": "王长河"}]}, {"parties": "x"}, {"subject": ["x"]}])
def test_without_the_party_and_the_subject_nothing_is_announced(cast, window, change):
    answers = filled()
    Walk(cast).register_with(answers)
    told = window.send("/cases/new/similar", {"parties": answers["parties"], "subject": answers["subject"], **change}).json
    assert told["cases"] == [] and told["beyond"] is None


def test_of_a_sealed_report_and_a_protected_party_out_of_reach_nothing_is_said(app, cast, window):
    answers = filled()
    case = Walk(cast).register_with(answers).case()
    other, wanted = second_clerk(app, cast), {"parties": answers["parties"], "subject": answers["subject"]}
    with unit_of_work():
        db.session.execute(sa.update(Party).values(protected=True))
    assert other.send("/cases/new/similar", wanted).json["beyond"] is None
    with unit_of_work():
        db.session.execute(sa.update(Party).values(protected=False))
        db.session.execute(sa.update(Case).where(Case.id == case.id).values(matter_kind="DISCIPLINE_REPORT"))
    assert other.send("/cases/new/similar", wanted).json["beyond"] is None


def test_a_known_party_is_filled_in_when_asked_within_reach_and_written_down(app, cast, window):
    answers = filled()
    Walk(cast).register_with(answers)
    row = answers["parties"][0]
    asked = {"idType": row["idType"], "idNo": row["idNo"]}
    told = window.send("/cases/new/known", asked).json["party"]
    assert (told["name"], told["phone"], told["address"]) == (row["name"], row["phone"], row["address"])
    kept = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_prefilled")).one()
    assert kept.actor_id == cast.user(people.WINDOW) and kept.subject != row["idNo"]
    assert window.send("/cases/new/known", {**asked, "idNo": row["idNo"][:17]}).status_code == 404
    assert second_clerk(app, cast).send("/cases/new/known", asked).status_code == 404
    with unit_of_work():
        db.session.execute(sa.update(Party).values(protected=True))
    assert not {"phone", "address", "regionCode"} & set(window.send("/cases/new/known", asked).json["party"])


def test_a_blank_form_names_who_applies_and_in_a_village_its_own_place(cast):
    assert [row["partyRole"] for row in registration.usual_answers(cast.actor(people.WINDOW))["parties"]] == ["APPLICANT", "RESPONDENT"]
    assert "placeRegionCode" not in registration.usual_answers(cast.actor(people.WINDOW))
    at_home = registration.usual_answers(cast.actor(people.GRID_WORKER))
    assert at_home["placeRegionCode"] == at_home["parties"][1]["regionCode"] == "990121100200"
    assert registration.usual_answers(cast.actor(people.OTHER_VILLAGE))["placeRegionCode"] == "990121101200", "each their own"


def test_who_may_not_register_is_told_nothing(app, cast, window):
    desk = Desk(app, people.MEDIATOR)
    for path in ("/cases/new/similar", "/cases/new/known", f"/cases/new/drafts/{TOKEN}/check"):
        assert desk.send(path, filled()).status_code == 403
    assert desk.keep({}).status_code == 403


def test_of_two_clerks_who_register_one_dispute_at_once_the_second_is_sent_to_the_review_of_duplicates(app, cast, window):
    clerks = [cast.actor(people.WINDOW), cast.actor(people.GRID_WORKER)]
    together, failures = threading.Barrier(2), []

    def register(actor):
        with app.app_context():
            try:
                together.wait(10)
                with unit_of_work():
                    registration.register(filled(), actor)
            except Exception as why:  # told by the assertion below
                failures.append(why)

    threads = [threading.Thread(target=register, args=[actor]) for actor in clerks]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert failures == [] and len({case.case_no for case in cases()}) == 2
    reviews = db.session.scalars(sa.select(HumanTask.case_id).where(HumanTask.element == "ut_duplicate_review")).all()
    assert len(reviews) == 1


def test_one_draft_confirmed_twice_at_once_is_one_case(app, cast, window):
    window.send(f"/cases/new/drafts/{TOKEN}/check", filled())
    actor, together, ways = cast.actor(people.WINDOW), threading.Barrier(2), []

    def confirm():
        with app.app_context():
            together.wait(10)
            try:
                with unit_of_work():
                    intake.register(TOKEN, actor)
                ways.append("registered")
            except Exception as why:  # told by the assertion below
                ways.append(type(why).__name__)

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert len(cases()) == 1 and "registered" in ways and set(ways) <= {"registered", "Conflict", "NotFound"}


def test_lists_groups_choices_and_ticks_are_read_in_words():
    schema = {"components": [
        {"type": "dynamiclist", "path": "people", "label": "人员", "components": [
            {"type": "textfield", "key": "name", "label": "姓名"}, {"type": "group", "path": "agent", "label": "代理人", "components": [
                {"type": "textfield", "key": "name", "label": "姓名"}]}]},
        {"type": "select", "key": "kind", "label": "类别", "valuesKey": "kinds"},
        {"type": "checklist", "key": "needs", "label": "便利", "values": [{"value": "A", "label": "翻译"}, {"value": "B", "label": "手语"}]},
        {"type": "checkbox", "key": "urgent", "label": "加急"}, {"type": "checkbox", "key": "calm", "label": "平稳"}]}
    answers = {"people": [{"name": "甲", "agent": {"name": "乙"}}], "kind": "K", "kinds": [{"value": "K", "label": "邻里"}],
               "needs": ["A", "B"], "urgent": True, "calm": False}
    assert read_back.parts_of(schema, answers) == [
        read_back.Part("人员 1", [("姓名", "甲"), ("代理人姓名", "乙")]), read_back.Part("", [("类别", "邻里")]),
        read_back.Part("", [("便利", "翻译、手语")]), read_back.Part("", [("加急", "是")])]
