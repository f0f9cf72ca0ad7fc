"""Which branch a token is in, so that somebody can go back in it without losing or doubling a token.

No history is kept. A token only bears the forks behind it that are not joined yet: ["23.0", "40.1"] is the second way out
of fork 40 inside the first way out of fork 23. Forks are numbered with the instance's steps, so a fork with a higher
number than a step came after it. A join leaves what its tokens have in common. What runs beside a scope (an event
sub-process) stands under fork 0: nothing in the scope comes before it.
"""

from app.engine.steps import Step

BRANCH = "branch"
LONGEST = 8
"""Longer paths are shortened by forks of which only one way is still alive, so that a loop cannot make them grow."""


def of(step: Step) -> list[str]:
    """The branch of the token that this step is, or belongs to."""
    return token_of(step).internal_data.get(BRANCH, [])


def token_of(step: Step) -> Step:
    """The token directly in its scope: the step itself, or what it is an instance of or listens beside."""
    while step.parent is not None and step.parent.parent is not None:
        step = step.parent
    return step


def set_on(step: Step, branch: list[str]) -> None:
    if branch:
        step.internal_data[BRANCH] = branch
    else:
        step.internal_data.pop(BRANCH, None)


def forked(scope, branch: list[str], ways: int) -> list[list[str]]:
    """The branches of several tokens that leave one; a single one stays where it was."""
    if ways == 1:
        return [branch]
    fork = scope.top_workflow.number
    return [[*branch, f"{fork}.{way}"] for way in range(ways)]


def beside(scope, branch: list[str], ways: int) -> list[list[str]]:
    """The branches of tokens that leave one which goes on."""
    fork = scope.top_workflow.number
    return [[*branch, f"{fork}.{way}"] for way in range(ways)]


def apart(step: Step) -> list[str]:
    """The branch of what runs beside its scope."""
    return [f"0.{step.id}"]


def unite(first: Step, others: list[Step]) -> None:
    """The first of joined tokens goes on in what they have in common."""
    common = of(first)
    for other in others:
        common = common[:_alike(common, of(other))]
    joined = {first.id, *(other.id for other in others)}
    if any(of(token) == common for token in _moving(first.workflow) if token.id not in joined):
        common = [*common, f"{first.workflow.top_workflow.number}.0"]  # a surplus token: no two in one branch
    set_on(first, common)


def shorten(step: Step) -> None:
    """Leave out forks of which only this way is left."""
    place = 0
    while len(of(step)) > LONGEST and place < len(of(step)):
        path = of(step)
        near = [token for token in _moving(step.workflow) if of(token)[:place] == path[:place]]
        if all(of(token)[:place + 1] == path[:place + 1] for token in near):
            for token in near:
                set_on(token, of(token)[:place] + of(token)[place + 1:])
        else:
            place += 1


def descends(branch: list[str], number: int, origin: list[str], since: int) -> bool:
    """Whether a token of that number in `branch` came from what stood in `origin` as step `since`."""
    if branch == origin:
        return number > since
    return branch[:len(origin)] == origin and int(branch[len(origin)].split(".")[0]) > since


def place_of(step: Step) -> str:
    """Where a step stands, scope by scope from the outermost: ":23.0/40.1>52:" (host of the scope, branch in it)."""
    places: list[str] = []
    while step is not None:
        host = getattr(step.workflow, "host", None)
        places.append(f"{host.id if host is not None else ''}:{'/'.join(of(step))}")
        step = host
    return ">".join(reversed(places))


def read_place(place: str) -> list[tuple[str, list[str]]]:
    """[(host of the scope, branch in it)] from the outermost."""
    pairs = (part.partition(":") for part in place.split(">"))
    return [(host, branch.split("/") if branch else []) for host, _, branch in pairs]


def _moving(scope) -> list[Step]:
    return [token for token in scope.tokens() if not token.task_spec.only_listens or BRANCH in token.internal_data]


def _alike(one: list[str], other: list[str]) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)))
