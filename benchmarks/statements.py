"""How long each statement of a measured call took."""

import time

import sqlalchemy as sa


def watch(engine) -> list[float]:
    """Collects the seconds of every statement from now on."""
    spent: list[float] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _begin(connection, *_):
        connection.info["begun"] = time.perf_counter()

    @sa.event.listens_for(engine, "after_cursor_execute")
    def _end(connection, *_):
        spent.append(time.perf_counter() - connection.info["begun"])

    return spent
