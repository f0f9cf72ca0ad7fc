"""The centre's own lines, as they hold now: when a month is passed, when a case is stuck, where a dispute came from."""

from typing import NamedTuple

from app.cases import catalogue
from app.cases.clock_pauses import SUSPENSION_WATCH
from app.catalogues import queries
from app.catalogues.lists import CATEGORIES
from app.statistics import rules


class Stuck(NamedTuple):
    """A task so many times its median, so many working days idle, so many calendar days suspended, so many objections."""

    times_median: int
    idle_days: int
    grey_days: int
    objections: int


def grade_of(score: float) -> str:
    """The grade of a month's score by the centre's lines (handbook §9.2)."""
    lines = [queries.value(name) for name in ("appraisalExcellent", "appraisalGood", "appraisalPass")]
    return rules.grade_of(score, lines)


def is_passed(score: float) -> bool:
    """Two months in a row that are not: 约谈."""
    return score >= queries.value("appraisalPass")


def stuck() -> Stuck:
    """When a case counts as stuck. How long it may stand still altogether is a limit, so it is in 时限目录."""
    return Stuck(queries.value("stuckTimesMedian"), queries.value("idleDays"), catalogue.kind_of(SUSPENSION_WATCH).limit,
                 queries.value("stuckObjections"))


def sources() -> dict[str, list[str]]:
    """{category of the statutory report: codes of the channels counted in it}, those the centre added and retired too."""
    channels = queries.entries("channels").values()
    return {word: [one.code for one in channels if one.settings["category"] == code] for code, word in CATEGORIES.items()}
