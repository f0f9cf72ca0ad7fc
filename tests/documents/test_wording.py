"""Days and sums as they stand on papers."""

from datetime import date

import pytest

from app.documents import wording


@pytest.mark.parametrize(("value", "words"), [
    (0, "零元整"), (10, "壹拾元整"), (105, "壹佰零伍元整"), (25000, "贰万伍仟元整"), (25000.5, "贰万伍仟元伍角"), (100001, "壹拾万零壹元整"),
    (10010, "壹万零壹拾元整"), (20300005, "贰仟零叁拾万零伍元整"), (0.05, "伍分"), (1.05, "壹元零伍分"), (100000000, "壹亿元整"),
    (100001000, "壹亿零壹仟元整"), (-1, ""), (10 ** 17, "")])
def test_a_sum_in_capitals(value, words):
    assert wording.sum_in_capitals(value) == words


@pytest.mark.parametrize(("when", "words"), [
    (date(2026, 3, 4), "二〇二六年三月四日"), (date(2026, 11, 21), "二〇二六年十一月二十一日"), (date(2030, 10, 30), "二〇三〇年十月三十日"),
    (date(2026, 12, 10), "二〇二六年十二月十日")])
def test_a_day_in_characters(when, words):
    assert wording.day_in_characters(when) == words


@pytest.mark.parametrize(("text", "words"), [
    ("2026-03-04", "2026年3月4日"), ("2026-03-04T09:30+08:00", "2026年3月4日9时30分"), ("2026-03-04T09:00", "2026年3月4日9时"),
    ("2026-13-40", "2026-13-40"), ("昨天", "昨天")])
def test_what_a_form_kept_as_a_day(text, words):
    assert wording.typed_moment(text) == words


@pytest.mark.parametrize(("number", "words"), [(2, "两"), (3, "三"), (11, "十一"), (24, "二十四"), (100, "100")])
def test_copies_are_counted_in_words(number, words):
    assert wording.count(number) == words
