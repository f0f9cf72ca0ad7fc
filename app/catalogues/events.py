from dataclasses import dataclass


@dataclass(frozen=True)
class CatalogueChanged:
    """Entries of a list were changed in the present unit of work."""

    list_key: str
    codes: frozenset[str]
