"""Any order of events, returns and withdrawals on any shape: no token lost, none doubled, no timer of a closed task."""

import random
from collections import Counter

import pytest

from app.engine import branches, codec
from app.engine.run import Run
from tests.engine.driver import shape
from tests.engine.going import Going
from tests.engine.test_random_walks import (
    FACTS,
    NAMES,
    VARIABLES,
    serving,
    something_or_an_allowed_failure,
)


def no_two_tokens_stand_in_one_branch(walk: Going) -> None:
    top, _ = codec.restore(walk.bundle, walk.state, Run(walk.around))
    for scope in top.scopes():
        moving = [token for token in scope.tokens() if not token.task_spec.only_listens]
        twice = [path for path, times in Counter(tuple(branches.of(token)) for token in moving).items() if times > 1]
        assert not twice, [(token.task_spec.name, branches.of(token)) for token in moving]
        assert all(len(branches.of(token)) <= branches.LONGEST + 4 for token in moving)


def go_back(walk: Going, chance: random.Random) -> bool:
    possible = [(element, target) for element in set(walk.open) for target in walk.ways(element)]
    if not possible:
        return False
    element, target = chance.choice(sorted(possible))
    before = Counter(walk.open)
    way = walk.ways(element)[target]
    walk.back(element, target)
    lost = before - Counter(walk.open)
    assert sum(lost.values()) <= len(way.closes) + 1 and target in walk.open
    return True


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", NAMES)
def test_a_random_walk_with_returns_stays_whole(name, seed):
    chance = random.Random(f"back{name}{seed}")
    walk = Going(name, {**VARIABLES, "people": VARIABLES["people"] if "many" in name else 7}, facts=FACTS,
                 serve=serving(chance), bundle=shape(name, "risk.dmn"))
    for _ in range(50):
        if walk.done:
            break
        luck, done = chance.random(), len(walk.earlier)
        if luck < 0.3 and go_back(walk, chance):
            walk.earlier.clear()
        else:
            something_or_an_allowed_failure(walk, chance)
            if len(walk.earlier) == done:
                walk.earlier.clear()  # something else happened since
            elif luck > 0.8 and not walk.done:
                walk.withdraw()
        no_two_tokens_stand_in_one_branch(walk)
    if not walk.done:
        assert walk.cancel().status == "CANCELLED"
    entered = Counter(call.element for call in walk.calls if call.operator in ("clock.enter", "clock.reenter"))
    assert entered == Counter(call.element for call in walk.calls if call.operator == "clock.leave")
