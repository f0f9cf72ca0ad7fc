"""Who may take a human task: a post matches a candidate row by role, unit and region.

A candidate row names a role and, when the diagram is narrower, a unit or a region. The post's region must contain the
candidate's: a county post reaches the whole county, a village post its own village only.
"""

from collections.abc import Iterable
from typing import Protocol

import sqlalchemy as sa

from app.identity.actor import Actor, Post


class Candidate(Protocol):
    """A row, or a mapped class, with these three."""

    role: object
    unit_id: object
    region_code: object


def posts_matching(actor: Actor, candidate: type[Candidate]) -> sa.ColumnElement[bool]:
    """The SQL condition "some post of this actor matches" on a table's role, unit_id and region_code."""
    return sa.or_(sa.false(), *(_post_matches(post, candidate) for post in actor.posts))


def matches(actor: Actor, candidates: Iterable[Candidate]) -> bool:
    """The same for rows already loaded."""
    return any(_fits(post, candidate) for candidate in candidates for post in actor.posts)


def in_region(column, prefixes: Iterable[str]) -> sa.ColumnElement[bool]:
    """The SQL condition "this 12-digit code lies inside one of these regions"; a range, so that an index serves it."""
    return sa.or_(sa.false(), *(column.between(prefix.ljust(12, "0"), prefix.ljust(12, "9")) for prefix in prefixes))


def _post_matches(post: Post, candidate: type[Candidate]) -> sa.ColumnElement[bool]:
    return sa.and_(
        candidate.role == post.role,
        sa.or_(candidate.unit_id.is_(None), candidate.unit_id == post.unit_id),
        sa.or_(candidate.region_code.is_(None), in_region(candidate.region_code, [post.region_prefix])),
    )


def _fits(post: Post, candidate: Candidate) -> bool:
    return (
        candidate.role == post.role
        and candidate.unit_id in (None, post.unit_id)
        and (candidate.region_code is None or candidate.region_code.startswith(post.region_prefix))
    )
