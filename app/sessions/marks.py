"""Which elements of a deployed bundle plan and hold sessions: user tasks with the property `session`."""

from collections.abc import Mapping
from functools import lru_cache

from app.processes import queries as processes


@lru_cache(maxsize=64)
def of(digest: str) -> Mapping[str, str]:
    """{element: "plan" or "hold"}; read once per bundle, since every step of every case asks."""
    return {element.id: element.properties["session"] for process in processes.bundle(digest).processes.values()
            for element in process.elements.values() if element.properties.get("session")}
