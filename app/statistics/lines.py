"""The centre's own lines, as they hold now: when a month is passed, where a dispute came from."""

from app.catalogues import queries
from app.catalogues.lists import CATEGORIES
from app.statistics import rules


def grade_of(score: float) -> str:
    """The grade of a month's score by the centre's lines (handbook §9.2)."""
    lines = [queries.value(name) for name in ("appraisalExcellent", "appraisalGood", "appraisalPass")]
    return rules.grade_of(score, lines)


def is_passed(score: float) -> bool:
    """Two months in a row that are not: 约谈."""
    return score >= queries.value("appraisalPass")


def sources() -> dict[str, list[str]]:
    """{category of the statutory report: codes of the channels counted in it}, those the centre added and retired too."""
    channels = queries.entries("channels").values()
    return {word: [one.code for one in channels if one.settings["category"] == code] for code, word in CATEGORIES.items()}
