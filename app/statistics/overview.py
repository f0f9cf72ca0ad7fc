"""What the statistics page, its CSV and REST show: the numbers of a period beside those before."""

from dataclasses import dataclass

from app.statistics import figures, reports, rules, stuck, trend, words
from app.statistics.period import Period
from app.statistics.places import Place


@dataclass(frozen=True)
class Overview:
    """figures of the period, of the one before and of a year before; `months` the trend."""

    period: Period
    place: Place
    now: dict
    before: dict
    year_before: dict
    months: list[dict]
    stuck: int

    @property
    def is_empty(self) -> bool:
        return not any(month["registered"] or month["closed"] for month in self.months) and not self.now["n_reg"]

    def rows(self, names: tuple[str, ...]) -> list[dict]:
        """{key, label, hint, now, before, year_before} in words, for the tables."""
        return [{"key": key, "hint": words.HINTS.get(key.name, ""), "now": reports.words(key, self.now[key.name]),
                 "before": reports.words(key, self.before[key.name]), "year_before": reports.words(key, self.year_before[key.name]),
                 "number": self.now[key.name]} for key in (rules.BY_NAME[name] for name in names)]


def of(period: Period, place: Place) -> Overview:
    return Overview(period, place, figures.compute(period, place), figures.compute(period.before, place),
                    figures.compute(period.a_year_before, place), trend.months(period, place), stuck.count(place))


def csv_rows(seen: Overview) -> list[list]:
    """Head, numbers and distributions as rows of plain cells."""
    found: list[list] = [["统计范围", seen.place.name], ["统计期", seen.period.words], [], ["指标", "单位", "本期", "上期", "去年同期"]]
    for _, names in words.GROUPS:
        for row in seen.rows(names):
            key = row["key"]
            found.append([key.label, key.unit, _plain(key, seen.now), _plain(key, seen.before), _plain(key, seen.year_before)])
    for name, heading, _, known in words.DISTRIBUTIONS:
        found += [[], [heading, "件"]] + [[word, number] for _, word, number in words.rows_of(seen.now, name, known)]
    found += [[], ["防止后果", "件", "人"]]
    return found + [[label, seen.now["n_prevent"][what]["cases"], seen.now["n_prevent"][what]["people"]]
                    for what, label in rules.PREVENTED.items()]


def _plain(key: rules.Key, found: dict):
    number = found[key.name]
    return "" if number is None else f"{number * 100:.2f}" if key.unit == "%" else number
