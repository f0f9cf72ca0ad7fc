from collections.abc import Callable, Mapping

from app import clock, events, observe
from app.db import db
from app.engine import bundle as engine_bundle
from app.errors import Invalid
from app.processes import checks, queries
from app.processes.events import BundleKept
from app.processes.models import Activation, DeployedFile, Deployment


def deploy(files: Mapping[str, bytes], actor_id: int | None, note: str = "",
           find_problems: Callable[[Mapping[str, bytes]], list] = checks.problems_of) -> str:
    """Check a bundle, keep it and let new cases use it from now on; returns its digest.

    `files` maps names ("dispute_main.bpmn", "dmn_risk_level.dmn", "forms/dispute_main/ut_sign.json",
    "clocks.json") to bytes. A bundle
    with problems is refused whole, with all of them. Deploying what is active already changes nothing.
    """
    digest = engine_bundle.digest_of(files)
    if queries.active_digest_or_none() == digest:
        return digest
    if db.session.get(Deployment, digest) is None:
        problems = find_problems(files)
        if problems:
            raise Invalid("这一版流程有问题，没有部署。请按清单逐条改正后再部署。",
                          errors={"problems": [str(problem) for problem in problems]})
        keep(digest, files, actor_id, note)
        events.publish(BundleKept(digest, files))
    activate(digest, actor_id)
    observe.instrument("process.deployed", digest=digest[:12], by=actor_id, files=len(files))
    return digest


def activate(digest: str, actor_id: int | None) -> None:
    """New cases use this bundle from now on; running ones keep theirs."""
    db.session.add(Activation(digest=digest, activated_at=clock.now(), activated_by_id=actor_id))
    db.session.flush()


def keep(digest: str, files: Mapping[str, bytes], actor_id: int | None, note: str = "") -> None:
    """Store a bundle that has been checked."""
    db.session.add(Deployment(digest=digest, created_at=clock.now(), created_by_id=actor_id, note=note))
    db.session.flush()
    db.session.add_all(DeployedFile(digest=digest, name=name, content=content) for name, content in files.items())
    db.session.flush()
