"""What service tasks may ask of the dossier. wiring.py registers OPERATORS by name."""

from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.papers import checklist


def dossier_check(context, list, earlier=()) -> dict:  # noqa: A002 the diagram names the parameter
    """→ {dossier, documentList, missing: [name, …], complete, pages}: the check-list with what is really in the dossier.

    `list`: the rows of DMN-11; `earlier`: the same rows as the archivist last left them. `missing` names what is required
    and of which there is neither a file nor a note of the process.
    """
    case = db.session.get(Case, context.case_id)
    if case is None:
        raise Invalid("这个流程没有对应的案件，不能核对卷宗。")
    return checklist.checked(case, list or (), earlier or ())


OPERATORS = {"dossier.check": dossier_check}
