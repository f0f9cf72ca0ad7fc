"""A change of types, channels and papers is seen by the next form and page."""


import pytest

from app import clock
from app.cases import document_words, facts, words
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Invalid
from app.papers import words as papers
from app.worklist import context, pickers
from tests import cast as people
from tests.cases.situations import a_case, context_of, lines_of
from tests.cast import sign_in
from tests.catalogues.changing import add, change, retire
from tests.journeys.walking import REGISTER, Walk, deploy_shipped


def values_of(name: str, case=None) -> list[str]:
    return [one["value"] for one in pickers.options(name, case)]


@pytest.fixture
def office(cast):
    clock.move_to("2026-03-02 10:00")
    deploy_shipped()
    return Walk(cast)

def test_the_next_registration_form_offers_a_new_channel_and_takes_it(office, client):
    add("channels", "WECHAT", "微信小程序", category="APPLIED", hint="")
    sign_in(client, people.WINDOW)
    assert "WECHAT" in client.get("/cases/new").get_data(as_text=True)
    office.register("zhou.min", channel="WECHAT")
    page = client.get(f"/cases/{db.session.get(Case, office.case_id).case_no}").get_data(as_text=True)
    assert "微信小程序" in page


def test_a_retired_channel_is_neither_offered_nor_taken_but_stays_readable(office, client):
    office.register("zhou.min", channel="LETTER")
    case = db.session.get(Case, office.case_id)
    retire("channels", "LETTER")
    digest = context.processes.active_digest()
    offered = context.blank_data(digest, REGISTER, office.actor("zhou.min"))["channels"]
    assert "LETTER" not in [one["value"] for one in offered]
    with pytest.raises(Invalid) as refused:
        Walk(office.cast).register("zhou.min", channel="LETTER")
    assert "channel" in refused.value.errors
    sign_in(client, people.WINDOW)
    assert "来信" in client.get(f"/cases/{case.case_no}").get_data(as_text=True)
    assert {"value": "LETTER", "label": "来信（已停用）", "needsReference": False} in pickers.options("channels", case)


def test_a_channel_that_wants_a_reference_is_asked_for_one(office):
    add("channels", "WECHAT", "微信小程序", category="APPLIED", hint="", needsReference=True)
    with pytest.raises(Invalid) as refused:
        office.register("zhou.min", channel="WECHAT")
    assert set(refused.value.errors) == {"channelRef"}


@pytest.mark.parametrize(("name", "list_key", "code", "settings", "column"), [
    ("disputeTypes", "dispute-types", "18", {"leadDept": "金融监管局"}, "moj_type"),
    ("zzTypes", "zz-types", "0805", {"group": "金融借贷", "leadDept": "金融监管局"}, "zz_code")])
def test_triage_offers_a_new_type_and_not_a_retired_one(app, name, list_key, code, settings, column):
    clock.move_to("2026-03-02 10:00")
    add(list_key, code, "金融消费纠纷", **settings)
    assert code in values_of(name) and any("金融消费纠纷" in one["label"] for one in pickers.options(name, None))
    old = a_case(**{column: code})
    retire(list_key, code)
    assert code not in values_of(name) and code in values_of(name, old)
    assert (words.DISPUTE_TYPE if column == "moj_type" else words.ZZ_TYPE)[code] == "金融消费纠纷"


def test_the_triage_form_checks_types_against_the_list(office):
    office.register("zhou.min")
    schema = context.processes.form_schema(context.processes.active_digest(), "dispute_main/ut_triage_confirm")
    form = context.processes.form(context.processes.active_digest(), "dispute_main/ut_triage_confirm")
    asked = {part.get("key"): part.get("valuesKey") for part in context._parts(schema)}
    assert (asked["mojType"], asked["zzCode"]) == ("disputeTypes", "zzTypes")
    lists = {name: pickers.options(name, None) for name in pickers.LISTS}
    with pytest.raises(Invalid) as refused:
        form.check({"mojType": "77", "zzCode": "0101", "outcome": "dispatch"}, {**lists, "people": [], "units": []})
    assert "mojType" in refused.value.errors and "zzCode" not in refused.value.errors


def test_a_case_page_calls_a_type_as_the_centre_does(cast, client):
    clock.move_to("2026-03-02 10:00")
    case = a_case(moj_type="02", zz_code="0201", case_no="990121ZZ20260000001", registered_by_id=cast.user(people.WINDOW))
    change("dispute-types", "02", "街坊纠纷")
    sign_in(client, people.WINDOW)
    assert "街坊纠纷" in client.get(f"/cases/{case.case_no}").get_data(as_text=True)

@pytest.mark.parametrize(("code", "title", "said"), [
    ("D11", "终止调解通知书（期限届满）", "《调解终止告知书》（期限届满）"), ("D11", "终止调解通知书", "《调解终止告知书》"),
    ("D11", "别的名称", "《调解终止告知书》（别的名称）"), ("D11", "", "《调解终止告知书》"),
    ("D12", "法定途径告知书（司法确认未成）", "《法定途径告知书（司法确认未成）》"), ("D99", "杂件", "《杂件》"), ("D99", "", "")])
def test_a_renamed_paper_is_called_so_from_now_on(app, code, title, said):
    change("documents", "D11", "调解终止告知书")
    assert document_words.name_of(code, title) == said


def test_timeline_dossier_and_archive_know_the_new_name(app):
    clock.move_to("2026-03-02 10:00")
    case = a_case()
    change("documents", "D02", "权利义务告知单")
    from app.cases.operators import document_note

    with unit_of_work():
        document_note(context_of(case), "D02", "当事人权利义务告知书")
    assert any("文书 D02《权利义务告知单》" in line for line in lines_of(case))
    assert facts.facts_of(case.id, clock.now())["documentName"]["D02"] == "权利义务告知单"
    assert papers.name_of("D02") == "权利义务告知单"


def test_a_new_paper_can_be_chosen_and_a_retired_one_not_any_more(app):
    add("documents", "D60", "心理疏导记录", required="按需", when="做过心理疏导")
    assert papers.offered()["D60"].name == "心理疏导记录"
    retire("documents", "D60")
    assert "D60" not in papers.offered() and papers.name_of("D60") == "心理疏导记录"
