"""Identity numbers, credit codes, telephone numbers."""

from datetime import date

import pytest

from app.forms.checks import credit_code_fault, id_number_fault, phone_fault
from tests.forms.making import clean, faults, options, part

TODAY = date(2026, 3, 5)


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x", "990121196803151018"])
def test_good_identity_numbers(number):
    assert id_number_fault(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105194912310021", "校验位"),
        ("110105194912310", "18位"),
        ("11010519490231002X", "出生日期"),
        ("11010520990101002X", "出生日期"),
        ("11010518800101002X", "出生日期"),
        ("01010519491231002X", "18位"),
        ("1101051949123100２X", "18位"),
        ("", "18位"),
    ],
)
def test_bad_identity_numbers(number, words):
    assert words in id_number_fault(number, TODAY)


def test_every_single_wrong_digit_is_found():
    good = "11010519491231002X"
    for place in range(17):
        for digit in "0123456789":
            if digit != good[place]:
                assert id_number_fault(good[:place] + digit + good[place + 1 :], TODAY)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43"])
def test_good_credit_codes(code):
    assert credit_code_fault(code, TODAY) is None


@pytest.mark.parametrize(
    ("code", "words"), [("91350100M000100Y44", "校验位"), ("91350100M000100Y4", "18位"), ("91350100I000100Y43", "18位")]
)
def test_bad_credit_codes(code, words):
    assert words in credit_code_fault(code, TODAY)


@pytest.mark.parametrize("number", ["13800990001", "0991-2345678", "09912345678", "010-12345678"])
def test_good_telephone_numbers(number):
    assert phone_fault(number, TODAY) is None


@pytest.mark.parametrize(
    "number", ["12800990001", "1380099000", "138009900011", "2345678", "１３８00990001", "138 0099 0001"]
)
def test_bad_telephone_numbers(number):
    assert "11位手机号" in phone_fault(number, TODAY)


ID = part("textfield", "idNo", "证件号码", properties={"check": "idNo"})


def test_the_kind_of_paper_decides_the_rule():
    kind = part("select", "idType", "证件类型", values=options("ID_CARD", "PASSPORT", "USCC"))
    assert faults(kind, ID, idType="ID_CARD", idNo="E12345678") == {
        "idNo": ["“证件号码”应是18位身份证号（最后一位可以是X），请核对。"]
    }
    assert clean(kind, ID, idType="PASSPORT", idNo="E12345678")["idNo"] == "E12345678"
    assert "统一社会信用代码" in faults(kind, ID, idType="USCC", idNo="123456")["idNo"][0]
    assert faults(ID, idNo="E12345678").keys() == {"idNo"}


def test_an_empty_field_is_not_checked():
    assert clean(ID) == {"idNo": None}
