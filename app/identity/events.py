"""What identity announces."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RegionsRecoded:
    """Regions got other codes: {old 12-digit code: new one}. Whoever cannot follow raises, and nothing changes."""

    codes: Mapping[str, str]
