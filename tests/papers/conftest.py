import pytest

from tests import cast as people
from tests.cases.situations import a_case
from tests.papers import samples


@pytest.fixture
def case(cast):
    """A registered case of 上河村 that 李秀兰 mediates, 王建国 handles and 周敏 took in."""
    return a_case(case_no="990121202600001", tier="VILLAGE", lead_unit_id=cast.unit("上河村"),
                  committee_id=cast.unit("上河村人民调解委员会"), handler_id=cast.user(people.VILLAGE_HEAD),
                  mediator_id=cast.user(people.MEDIATOR), registered_by_id=cast.user(people.WINDOW))


@pytest.fixture
def put(cast, case):
    """`put(content, who, title=…, code=…)`: one paper, brought in as from outside."""
    def add(content: bytes | None = None, who: str = people.MEDIATOR, file_name: str = "照片.jpg", **said):
        return samples.brought(case, samples.picture() if content is None else content, cast.actor(who), file_name, **said)

    return add
