"""12-digit region codes (GB/T 2260, GB/T 10114): which level a code is of, and whether it fits below another."""

from app.errors import Invalid
from app.identity.models import LEVEL_NAMES, LEVELS, OrgUnit

PROVISIONAL = "0" * 12
"""The code of the top unit until the administrator has said which place it is."""

_ABOVE = {"CITY": "PROVINCE", "COUNTY": "CITY", "TOWN": "COUNTY", "VILLAGE": "TOWN"}


def level_of(code: str) -> str:
    """The level of a region by the zeros at the end of its code."""
    digits = len(code.rstrip("0"))
    return next((level for level, width in LEVELS.items() if digits <= width), "VILLAGE")


def level_below(parent: OrgUnit) -> str:
    below = next((level for level, above in _ABOVE.items() if above == parent.level), None)
    if parent.kind != "REGION" or below is None:
        raise Invalid("行政区只能建在省、市、县、镇街之下。", errors={"kind": ["请改选上级单位或类别。"]})
    return below


def refuse_if_unfit(code: str, level: str, parent: OrgUnit | None) -> None:
    """A region's code begins with its parent's digits and has something of its own before the zeros."""
    prefix, width = parent.region_prefix if parent else "", LEVELS[level]
    own = code[len(prefix):width]
    if len(code) == 12 and code.startswith(prefix) and own.strip("0") and not code[width:].strip("0"):
        return
    sentence = (f"{LEVEL_NAMES[level]}的区划代码要以 {prefix} 开头，第 {width} 位以后补 0。" if prefix
                else "请填写本级的 12 位区划代码，例如县级为 6 位代码后补 6 个 0。")
    raise Invalid(sentence, errors={"code": [sentence]})
