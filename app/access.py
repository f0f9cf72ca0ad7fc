"""Every route says who may use it: `@needs("case.read")` or `@public`.

identity puts the actor on `g`; this module only asks it. tests/architecture walks all routes and fails on one that
names neither.
"""

from collections.abc import Callable
from functools import wraps

from flask import g

from app.errors import Forbidden, SignInRequired


def needs(permission: str) -> Callable:
    """The route is for a signed-in person who holds this permission somewhere in the org tree."""

    def decorate(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            actor = getattr(g, "actor", None)
            if actor is None:
                raise SignInRequired()
            if not actor.may(permission):
                raise Forbidden()
            return view(*args, **kwargs)

        guarded.permission = permission
        return guarded

    return decorate


def takes_a_file(view: Callable) -> Callable:
    """The route's body is one whole file, as it is, and may be larger than a form (factory.begin_request lets it in)."""
    view.takes_a_file = True
    return view


def public(view: Callable) -> Callable:
    """The route is open to anyone: sign-in, static files, health."""
    view.permission = "public"
    return view
