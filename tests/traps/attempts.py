"""Somebody who tries to get round a rule with what the running product gives them: REST, pages, forged answers."""

from dataclasses import dataclass, field
from typing import Any

from app.db import unit_of_work
from app.instances import actions as instances
from app.instances.queries import variables_of
from tests.journeys.walking import Walk
from tests.walk_answers import answers_for

MEDIATION = {"ut_med_accept", "ut_ind_accept", "ut_rights_notice", "ut_mediator_assign", "ut_med_schedule", "ut_med_session",
             "ut_onsite_mediation", "ut_police_mediation", "ut_police_second", "ut_draft_agreement", "ut_sign_agreement"}
"""Where parties would sit down together, or be made to sign."""


@dataclass
class Attempts:
    """One case, and what somebody tries with it. `walk` goes the honest way up to where the attempt begins."""

    app: Any
    cast: Any
    walk: Walk
    _headers: dict[str, dict] = field(default_factory=dict)

    def send(self, element: str, who: str, outcome: str = "done", **forged) -> tuple[int, dict]:
        """(status, errors by field) of completing the open task over REST."""
        task = self.walk.task(element)
        return self._sent(task.id, who, answers_for(task.form_key, outcome, **forged))

    def refused(self, element: str, who: str, outcome: str = "done", at: str = "outcome", **forged) -> None:
        """The answers are not taken, the field that lies is named, and the task stays open."""
        status, errors = self.send(element, who, outcome, **forged)
        assert status == 422, (status, errors)
        assert any(path == at or path.startswith(f"{at}.") for path in errors), errors
        assert element in self.walk.open()

    def forced(self, element: str, outcome: str = "done", **variables) -> None:
        """The step with answers that no form checked: what the diagram itself still keeps."""
        task = self.walk.task(element)
        with unit_of_work():
            task.status = "DONE"
            instances.complete(task.instance_id, task.case_id, task.step, {"outcome": outcome, **variables}, None)

    def no_mediation(self) -> None:
        assert not self.walk.open() & MEDIATION, self.walk.open()

    def known(self, element: str) -> dict[str, Any]:
        return variables_of(self.walk.task(element).instance_id)

    def _sent(self, task_id: int, who: str, answers: dict) -> tuple[int, dict]:
        headers = self._headers.setdefault(who, self.cast.bearer(who))
        answer = self.app.test_client().put(f"/api/v1/tasks/{task_id}/completion", json={"answers": answers}, headers=headers)
        return answer.status_code, (answer.get_json(silent=True) or {}).get("errors") or {}
