"""All milestones of a period and a place, counted with one statement."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.db import db
from app.statistics.models import Milestone
from app.statistics.period import Period
from app.statistics.places import Place

_ROW = Milestone


@dataclass(frozen=True)
class Tally:
    """rows: (kind, label, tier, how many, how many of them good, people). Revoked ones are left out."""

    rows: tuple[tuple, ...]

    @classmethod
    def of(cls, period: Period, place: Place) -> "Tally":
        """Ratings and results are told apart by their own columns, so their labels are not."""
        label = sa.case((_ROW.kind.in_(("UPGRADED", "SLIP", "PREVENTED")), _ROW.label), else_=None)
        good = sa.func.sum(sa.case((_ROW.good.is_(sa.true()), 1), else_=0))
        found = db.session.execute(
            sa.select(_ROW.kind, label, _ROW.tier, sa.func.count(), good, sa.func.sum(_ROW.people))
            .where(_ROW.at >= period.start, _ROW.at < period.end, _ROW.revoked_at.is_(None), place.holds(_ROW))
            .group_by(_ROW.kind, label, _ROW.tier)).all()
        return cls(tuple(tuple(row) for row in found))

    def count(self, kind: str) -> int:
        return sum(row[3] for row in self._of(kind))

    def good(self, kind: str) -> int:
        return sum(int(row[4] or 0) for row in self._of(kind))

    def labels(self, kind: str) -> dict[str, int]:
        return self._by(1, 3, kind)

    def tiers(self, kind: str) -> dict[str, int]:
        """{tier: how many good ones}."""
        return {tier: good for tier, good in self._by(2, 4, kind).items() if good}

    def people(self, kind: str, label: str) -> int:
        return sum(int(row[5] or 0) for row in self._of(kind) if row[1] == label)

    def _of(self, kind: str):
        return (row for row in self.rows if row[0] == kind)

    def _by(self, name: int, number: int, kind: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self._of(kind):
            found[row[name] or ""] = found.get(row[name] or "", 0) + int(row[number] or 0)
        return found
