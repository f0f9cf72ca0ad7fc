"""Which regions a place lies in: itself, its township, county, city, province, and everywhere."""

WIDTHS = (12, 9, 6, 4, 2)


def regions_around(region_code: str) -> list[str]:
    """Codes whose overrides hold in this place, the nearest first: 990121100200, 990121100000, …, ""."""
    around = [region_code[:width].ljust(12, "0") for width in WIDTHS if region_code[:width].strip("0")]
    return [*dict.fromkeys(around), ""]


def prefix_of(region_code: str) -> str:
    """The digits every place inside a region shares; "" for everywhere."""
    digits = region_code.rstrip("0")
    return next((region_code[:width] for width in reversed(WIDTHS) if len(digits) <= width), region_code)


def bounds_of(prefix: str) -> tuple[str, str]:
    """Smallest and largest 12-digit code with a prefix, for a range condition that an index can serve."""
    return prefix.ljust(12, "0"), prefix.ljust(12, "9")
