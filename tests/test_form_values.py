"""What is typed into forms and addresses: only plain numbers and days come through."""

from datetime import date

import pytest

from app import form_values
from app.errors import Invalid


@pytest.mark.parametrize(("typed", "read"), [("7", 7), ("007", 7), ("999999999", 999_999_999), ("1234567890", None),
                                             ("-1", None), ("1.0", None), (" 1", None), ("٣", None), ("²", None), ("", None), (None, None)])
def test_a_number_is_plain_digits_and_short(typed, read):
    assert form_values.number(typed) == read


def test_of_several_those_that_are_numbers_are_kept_in_order():
    assert form_values.numbers(["3", "x", "", "1"]) == [3, 1]
    assert form_values.number("12345", most_digits=4) is None


def test_a_day_is_read_or_asked_for_under_its_name():
    assert form_values.day("2026-03-02") == date(2026, 3, 2)
    assert [form_values.day(text) for text in ("2026-02-30", "明天", "", None)] == [None] * 4
    assert form_values.needed_day({"first": "2026-03-02"}, "first") == date(2026, 3, 2)
    with pytest.raises(Invalid) as refused:
        form_values.needed_day({}, "first")
    assert list(refused.value.errors) == ["first"]
