"""Every key of handbook §9.1, each with cases whose answer is known."""

import pytest

from app import clock
from app.statistics import lines, rules
from tests.statistics.world import LOWER, STONE, UPPER

AGREED = {"result": "AGREED_WRITTEN", "agreementForm": "WRITTEN", "performance": "FULL"}


def handled(world, **values):
    """A case that its unit signed at once."""
    case = world.case(**values)
    return world.reach(case, "ACCEPTED", "TRIAGED", "DISPATCHED", "SIGNED")


def test_an_empty_month_has_zeros_and_no_rates(world):
    found = world.figures()
    for key in rules.KEYS:
        assert found[key.name] == (None if key.name.startswith(("r_", "avg", "p90")) else 0), key.name


def test_registered_and_accepted_count_when_they_happened(world):
    world.case()
    world.reach(world.case(), "ACCEPTED")
    clock.move_to("2026-04-01 09:00")
    world.reach(world.case(), "ACCEPTED")
    assert [(world.figures(month)["n_reg"], world.figures(month)["n_acc"]) for month in ("2026-03", "2026-04")] == [(2, 1), (1, 1)]


def test_a_month_ends_at_midnight_of_its_last_day_on_the_centres_clock(world):
    first, second = handled(world), handled(world)
    clock.move_to("2026-03-31 23:59")
    world.close(first, **AGREED)
    clock.move_to("2026-04-01 00:00")
    world.close(second, **AGREED)
    assert [world.figures(month)["n_closed"] for month in ("2026-03", "2026-04")] == [1, 1]
    assert world.figures("2026")["n_closed"] == 2


@pytest.mark.parametrize(("result", "performance", "confirmed", "resolved"), [
    ("AGREED_WRITTEN", "FULL", False, 1), ("AGREED_ORAL", "IMMEDIATE", False, 1), ("AGREED_WRITTEN", "NOT_DUE", False, 1),
    ("AGREED_WRITTEN", "NONE", False, 0), ("AGREED_WRITTEN", "PARTIAL", False, 0), ("AGREED_WRITTEN", "NONE", True, 1),
    ("SETTLED", "FULL", False, 1), ("SETTLED", None, False, 0), ("GUIDED", "FULL", False, 0), ("FAILED", None, False, 0)])
def test_resolved_is_narrower_than_closed(world, result, performance, confirmed, resolved):
    case = handled(world)
    if confirmed:
        world.finish(case, "ut_jc_result", "confirmed")
    world.close(case, result=result, performance=performance)
    found = world.figures()
    assert (found["n_closed"], found["n_res"], found["r_res"]) == (1, resolved, resolved)


def test_a_reopened_case_revokes_its_resolution_but_was_closed(world):
    case, other = handled(world), handled(world)
    world.close(case, **AGREED)
    world.close(other, **AGREED)
    clock.move_to("2026-04-07 09:00")
    world.reopen(case)
    march, april = world.figures(), world.figures("2026-04")
    assert (march["n_closed"], march["n_res"], march["r_res"], march["n_reopen"]) == (2, 1, 0.5, 0)
    assert (april["n_reopen"], april["n_closed"]) == (1, 0)
    world.reach(case, "DISPATCHED", "SIGNED")
    world.close(case, **AGREED)
    assert (world.figures()["n_res"], world.figures("2026-04")["n_res"]) == (1, 1)


def test_a_case_taken_up_again_before_it_was_closed_counts_as_reopened_once(world):
    """P01 reopens on the party's rating, before the closing."""
    case = world.reach(handled(world), "RESOLVED", **AGREED)
    world.reach(case, "TRIAGED", reopenCount=1)
    world.reach(case, "DISPATCHED", "SIGNED")
    world.close(case, **AGREED)
    found = world.figures()
    assert (found["n_reopen"], found["n_closed"], found["n_res"]) == (1, 1, 1)


def test_closed_twice_in_one_month_is_one_case_closed(world):
    case = handled(world)
    world.close(case, **AGREED)
    world.reopen(case)
    world.reach(case, "DISPATCHED", "SIGNED")
    world.close(case, **AGREED)
    found = world.figures()
    assert (found["n_closed"], found["n_res"], found["n_people"]) == (1, 1, 2)


def test_merged_and_finished_matters_are_left_out_of_the_share(world):
    world.close(handled(world), **AGREED)
    world.reach(world.case(), "MERGED")
    world.reach(world.case(), "CLOSED_MATTER")
    found = world.figures()
    assert (found["n_closed"], found["r_res"], found["n_merged"], found["n_finished"]) == (1, 1, 1, 1)


def test_mediations_that_ended_with_an_agreement(world):
    agreed, terminated, partly, spot = (handled(world) for _ in range(4))
    for case in (agreed, terminated, partly):
        world.finish(case, "ut_rights_notice")
    clock.advance(hours=1)
    world.serve(agreed, "st_agreement")
    world.serve(terminated, "st_papers")
    world.serve(partly, "st_agreement")
    world.serve(partly, "st_papers")  # the rest failed; still one mediation, ended with an agreement
    world.finish(spot, "ut_onsite_mediation", "failed")
    assert world.figures()["r_succ"] == 0.5


def test_a_second_mediation_of_the_same_case_is_another_one(world):
    case = handled(world)
    for ending in ("st_papers", "st_agreement"):
        clock.advance(days=1)
        world.finish(case, "ut_rights_notice")
        world.serve(case, ending)
    assert world.figures()["r_succ"] == 0.5


def test_on_time_with_and_without_what_was_extended(world):
    """CK06 gives seven days: Monday 9 March."""
    in_time, extended, late = handled(world), handled(world), handled(world)
    clock.move_to("2026-03-06 09:00")
    world.extend(extended, 3)
    world.close(in_time, **AGREED)
    clock.move_to("2026-03-11 09:00")
    world.close(extended, **AGREED)
    world.close(late, **AGREED)
    found = world.figures()
    assert (found["r_ontime"], found["r_ontime_plain"]) == (0.6667, 0.3333)
    assert (found["n_over"], found["over_tier"]) == (1, {"VILLAGE": 1})


def test_signed_within_a_working_day_of_the_dispatch(world):
    quick, slow, never = (world.reach(world.case(), "ACCEPTED", "DISPATCHED") for _ in range(3))
    world.reach(quick, "SIGNED")
    clock.move_to("2026-03-04 09:00")
    world.reach(slow, "SIGNED")
    assert world.figures()["r_sign"] == 0.3333
    assert never.signed_at is None


def test_contacted_within_two_working_days_of_signing(world):
    quick, slow, half = handled(world), handled(world), handled(world)
    reached = {"partyName": "张三", "reached": True, "contactedAt": "2026-03-03T10:00"}
    clock.move_to("2026-03-03 11:00")
    world.finish(quick, "ut_first_contact", "both_willing", contacts=[reached, reached])
    world.finish(half, "ut_first_contact", "unreachable", contacts=[reached, {**reached, "reached": False}])
    clock.move_to("2026-03-05 11:00")
    for case in (slow, half):
        world.finish(case, "ut_first_contact", "both_willing",
                     contacts=[reached, {**reached, "contactedAt": "2026-03-05T10:00"}])
    assert world.figures()["r_first"] == 0.3333


def test_what_those_say_who_rated(world):
    pleased, displeased, silent = handled(world), handled(world), handled(world)
    ratings = [{"rating": "5", "contacted": True}]
    world.serve(pleased, "st_satisfaction", rating="5", resolved=True, ratings=ratings)
    world.serve(displeased, "st_satisfaction", rating="2", resolved=False, contacted=False, ratings=[])
    world.serve(silent, "st_satisfaction", rating="NONE", ratings=[])
    found = world.figures()
    assert (found["r_rate"], found["r_sat"], found["r_solve"], found["r_resp"]) == (0.6667, 0.5, 0.5, 0.5)


def test_performed_by_the_day_it_was_due(world):
    case = handled(world)
    instalments = [{"payer": "李四", "content": "拆墙", "dueAt": day} for day in ("2026-03-10", "2026-03-20", "2026-04-10")]
    world.plan(case, *instalments)
    world.plan(case, *instalments)  # planned again, not owed again
    clock.move_to("2026-03-11 09:00")
    world.finish(case, "ut_perform_check", "ok", {"instalment": instalments[0]}, performed="FULL", paidAt="2026-03-10")
    clock.move_to("2026-03-23 09:00")
    world.finish(case, "ut_perform_check", "not", {"instalment": instalments[1]}, performed="NONE")
    world.finish(case, "ut_perform_check", "ok", {"instalment": instalments[1]}, performed="FULL", paidAt="2026-03-22")
    assert (world.figures()["r_perf"], world.figures("2026-04")["r_perf"]) == (0.5, 0)


def test_performed_at_the_table_was_due_there(world):
    case = handled(world)
    world.reach(case, "HANDLING", performance="IMMEDIATE")
    world.serve(case, "st_agreement")
    assert world.figures()["r_perf"] == 1


def test_confirmed_by_the_court_and_their_share_of_the_agreements(world):
    confirmed, dismissed = handled(world), handled(world)
    for case, ruling in ((confirmed, "confirmed"), (dismissed, "dismissed")):
        world.serve(case, "st_agreement")
        world.finish(case, "ut_jc_result", ruling)
    assert (world.figures()["n_jc"], world.figures()["r_jc"]) == (1, 0.5)


def test_upgraded_by_tier_and_where_cases_were_resolved(world):
    village, town = handled(world), handled(world, tier="TOWN")
    world.finish(village, "ut_upgrade_approve", "approve")
    world.finish(town, "ut_upgrade_approve", "return")
    world.close(town, **AGREED)
    found = world.figures()
    assert (found["n_up"], found["up_tier"], found["res_tier"]) == (1, {"VILLAGE": 1}, {"TOWN": 1})


def test_led_to_a_legal_channel_counts_the_case_once(world):
    case = handled(world)
    world.finish(case, "ut_legal_guide", "guided", legalPath="LAWSUIT")
    world.finish(case, "ut_legal_guide", "guided", legalPath="ARB_LABOR")
    world.finish(handled(world), "ut_legal_guide", "consents")
    assert world.figures()["n_legal"] == 1


def test_money_people_and_hard_cases_of_the_closed(world):
    world.close(handled(world, amount_yuan=20_000, people_count=12, complexity="COMPLEX"), agreementAmount=15_000, **AGREED)
    world.close(handled(world, amount_yuan=5_500, complexity="MAJOR"), **AGREED)
    handled(world, amount_yuan=900_000, people_count=50, complexity="MAJOR")
    found = world.figures()
    assert [found[key] for key in ("n_amt", "n_amt_agreed", "n_people", "n_hard")] == [2.55, 1.5, 14, 2]


def test_distributions_of_the_closed(world):
    world.close(handled(world, moj_type="02", channel="COURT", route="LITIGATION"), **AGREED)
    world.close(handled(world, moj_type="02", channel="GRID"), **{**AGREED, "result": "AGREED_ORAL", "agreementForm": "ORAL"})
    world.close(handled(world), result="FAILED", agreementForm="NONE")
    found = world.figures()
    assert found["dist_type"] == {"02": 2, "03": 1}
    assert {name: number for name, number in found["dist_src"].items() if number} == {
        "主动调解": 1, "依申请调解": 1, "法院委派委托": 1}
    assert found["dist_form"] == {"WRITTEN": 1, "ORAL": 1}
    assert found["dist_route"] == {"PEOPLE": 2, "LITIGATION": 1}


def test_every_channel_of_the_registration_form_has_its_category(app):
    channels = [channel for channels in lines.sources().values() for channel in channels]
    assert len(channels) == len(set(channels)) == 15


@pytest.mark.parametrize(("reason", "approved", "counted"), [("有人持刀，已劝阻" * 8, True, 1), ("有人持刀，已劝阻" * 8, False, 0), ("", True, 0)])
def test_prevented_needs_a_reason_and_an_approval(world, reason, approved, counted):
    case = handled(world, people_count=4)
    world.reach(case, "RESULT_REVIEW", prevented=["CRIME", "GROUP_PETITION"], preventedReason=reason)
    world.finish(case, "ut_result_review", "approve", preventedApproved=approved)
    world.close(case, **AGREED)
    found = world.figures()["n_prevent"]
    assert (found["CRIME"], found["GROUP_PETITION"]) == ({"cases": counted, "people": 4 * counted},) * 2
    assert found["SUICIDE"] == {"cases": 0, "people": 0}


def test_days_on_average_and_of_nine_in_ten(world):
    opened = [handled(world) for _ in range(10)]
    for number, case in enumerate(opened, 1):
        clock.move_to(f"2026-03-{2 + number:02} 09:00")
        world.close(case, **AGREED)
    assert (world.figures()["avg_days"], world.figures()["p90_days"]) == (5.5, 9)


def test_slips_by_level(world):
    case = handled(world)
    for action in ("PROMPT", "URGE", "URGE", "SUPERVISE_L1", "SUPERVISE_L2"):
        world.slip(case, action)
    assert world.figures()["slips"] == {"PROMPT": 1, "URGE": 2, "SUPERVISE_L1": 1, "SUPERVISE_L2": 1}


def test_a_limit_that_stopped_or_was_frozen_in_time_is_not_overdue(world):
    handled(world)
    clock.move_to("2026-03-09 12:00")
    assert world.figures()["n_over"] == 0
    clock.move_to("2026-03-09 18:00")
    assert world.figures()["n_over"] == 1


def test_objections_and_how_many_were_right(world):
    """Scenario 2: two units object, the last word designates the first; both objections count."""
    case = world.reach(world.case(), "ACCEPTED", "DISPATCHED")
    housing, city = world.cast.unit("住建局"), world.cast.unit("城管局")
    world.reach(case, "TRIAGED", "DISPATCHED", leadUnit=housing)
    world.finish(case, "ut_sign", "object")
    world.finish(case, "ut_objection_decide", "move", newUnit=city)
    world.reach(case, "TRIAGED", "DISPATCHED", leadUnit=city)
    world.finish(case, "ut_sign", "object")
    world.finish(case, "ut_objection_final", "done", mainUnit=city)
    assert (world.figures()["n_obj"], world.figures()["r_obj"]) == (2, 0.5)


def test_a_region_counts_what_lies_in_it_and_a_unit_what_it_was_given(world):
    world.close(handled(world, region=UPPER), **AGREED)
    world.close(handled(world, region=LOWER, unit="下河村"), **AGREED)
    world.close(handled(world, region=STONE, unit="石桥村"), **AGREED)
    assert [world.figures(place=place)["n_closed"] for place in ("云溪县", "清河镇", "上河村", "白石镇")] == [3, 2, 1, 1]


def test_what_came_before_the_first_dispatch_belongs_to_the_unit_that_got_the_case(world):
    case = world.reach(world.case(unit="人社局"), "ACCEPTED")
    assert world.figures(place="人社局")["n_reg"] == 0
    world.reach(case, "DISPATCHED")
    assert [world.figures(place="人社局")[key] for key in ("n_reg", "n_acc")] == [1, 1]
