"""Which tokens can still get to which flow: what inclusive joins and the search for stranded joins need to know."""

from SpiffWorkflow.util.task import TaskState


def sources_of(join, flow: str) -> frozenset[str]:
    """Names of the elements from which a token can come over this flow into the join without passing the join."""
    known = join.__dict__.setdefault("_sources", {})
    if flow not in known:
        known[flow] = _search(join, flow)
    return known[flow]


def can_bring(join, step, missing: list[str], there: set[str]) -> bool:
    """Whether this token can come over a missing flow (and not as well over one that has its token already)."""
    if step.task_spec is join and step.state == TaskState.WAITING:
        return False
    name = step.task_spec.name
    return any(name in sources_of(join, flow) for flow in missing) and not any(
        name in sources_of(join, flow) for flow in there)


def may_reach(join, step, flow: str) -> bool:
    """Whether this token can ever come over this flow."""
    return step.task_spec is not join and step.task_spec.name in sources_of(join, flow)


def _search(join, flow: str) -> frozenset[str]:
    into: dict[str, list[str]] = {}
    origin = None
    for spec in join._wf_spec.task_specs.values():
        for way in getattr(spec, "ways", ()):
            into.setdefault(way.target, []).append(spec.name)
            origin = spec.name if way.id == flow else origin
    found, open_ends = set(), [origin]
    while open_ends:
        name = open_ends.pop()
        if name is None or name in found or name == join.name:
            continue
        found.add(name)
        open_ends.extend(into.get(name, ()))
        spec = join._wf_spec.task_specs[name]
        open_ends.extend(host for host in (getattr(spec, "host_name", None),) if host)
    return frozenset(found)
