from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class BundleKept:
    """A bundle was checked and stored for the first time; `files` are its names and contents."""

    digest: str
    files: Mapping[str, bytes]
