"""Two people for each case, so that no case looks like another one's duplicate."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIRST = 0x4E00


def parties(usual: list[dict], number: int) -> list[dict]:
    """The usual parties under other names, with papers of their own."""
    applicant, respondent = usual
    return [{**applicant, "name": _name("王", number), "idNo": card(2 * number), "phone": f"138{number:08}"},
            {**respondent, "name": _name("李", number), "phone": f"139{number:08}"}]


def second_papers(respondent: str, number: int) -> list[dict]:
    """The identity card that the respondent brings to the agreement."""
    return [{"partyName": respondent, "idType": "ID_CARD", "idNo": card(2 * number + 1)}]


def card(number: int) -> str:
    """An identity number with a right check digit (GB 11643)."""
    digits = f"9901211968{1 + number // 999 % 12:02}{1 + number // 12000 % 28:02}{number % 999:03}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def _name(family: str, number: int) -> str:
    return f"{family}{chr(_FIRST + number % 20_000)}河"
