"""What the rest of the system sees of the person who acts: a value, without rows behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from app.identity.permissions import TABLE, granted_to


@dataclass(frozen=True)
class Post:
    """A role held in a unit. `region_prefix`: the leading digits of every place inside that unit's region."""

    role: str
    unit_id: int
    unit_name: str
    region_prefix: str
    level: str

    @property
    def region_code(self) -> str:
        return self.region_prefix.ljust(12, "0")


@dataclass(frozen=True)
class Actor:
    """Who is asking. `id` is None only for the system itself."""

    id: int | None
    name: str
    username: str
    posts: tuple[Post, ...] = ()
    permissions: frozenset[str] = field(default_factory=frozenset, repr=False)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def holds(self, role: str) -> bool:
        return role in self.roles

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        return frozenset(post.unit_id for post in self.posts)

    @cached_property
    def region_prefixes(self) -> frozenset[str]:
        return frozenset(post.region_prefix for post in self.posts)

    def posts_as(self, roles: Iterable[str]) -> tuple[Post, ...]:
        """The posts with one of these roles."""
        wanted = frozenset(roles)
        return tuple(post for post in self.posts if post.role in wanted)


def actor_of(user_id: int, name: str, username: str, posts: Iterable[Post]) -> Actor:
    """The actor for a person with these posts; permissions follow from the roles."""
    held = tuple(posts)
    return Actor(user_id, name, username, held, granted_to(post.role for post in held))


SYSTEM = Actor(None, "系统", "system", (), frozenset(TABLE))
"""Timers, sweeps and operators act as this one."""
