"""Hit policies: from the rules that hold to the one answer of the table (DMN 1.3, section 8.2.8)."""

from app.engine import feel
from app.engine.dmn_tables import SINGLE_HIT, DmnProblem, Table

_AGGREGATES = {"SUM": sum, "MIN": min, "MAX": max}


def outcome_of(table: Table, hits: list[dict], defaults: list | None) -> tuple[object, tuple[int, ...], object]:
    """(outputs, numbers of the rules that answered, value for other decisions); see dmn.Decision. Raises DmnProblem."""
    if table.policy in SINGLE_HIT:
        hit = _single(table, hits, defaults)
        return _context(table, hit["outputs"]), _numbers(hit.get("rules", [hit])), _value(table, hit["outputs"])
    if not hits and defaults is not None:
        hits = [{"rule": None, "outputs": defaults}]
    if table.policy == "OUTPUT ORDER":
        hits = sorted(hits, key=lambda hit: _rank(table, hit["outputs"]))
    answer = _aggregate(table, hits) if table.aggregator else [_value(table, hit["outputs"]) for hit in hits]
    return answer, _numbers(hits), answer


def _single(table: Table, hits: list[dict], defaults: list | None) -> dict:
    if not hits:
        return _default(table, defaults)
    match table.policy:
        case "UNIQUE" if len(hits) > 1:
            raise DmnProblem(
                f"决策表“{table.name}”要求只有一条规则成立，但第 {_listed(hits)} 条同时成立，请改正规则使它们不重叠。",
                table.id,
            )
        case "ANY":
            return _agreed(table, hits)
        case "PRIORITY":
            return min(hits, key=lambda hit: _rank(table, hit["outputs"]))
    return hits[0]


def _default(table: Table, defaults: list | None) -> dict:
    if defaults is None:
        raise DmnProblem(f"决策表“{table.name}”没有一条规则成立，请补一条兜底规则或填写默认输出。", table.id)
    return {"rule": None, "outputs": defaults}


def _agreed(table: Table, hits: list[dict]) -> dict:
    if any(hit["outputs"] != hits[0]["outputs"] for hit in hits):
        raise DmnProblem(
            f"决策表“{table.name}”允许几条规则同时成立，但要求结果相同；第 {_listed(hits)} 条的结果不同，请改成一致。",
            table.id,
        )
    return {"rules": hits, "outputs": hits[0]["outputs"]}


def _rank(table: Table, outputs: list) -> tuple[int, ...]:
    """Earlier in the list of allowed values is higher; the first output column decides before the second."""
    return tuple(
        _place(value, _ordered(column.allowed))
        for column, value in zip(table.outputs, outputs, strict=True)
        if column.allowed
    )


def _ordered(allowed: str) -> list:
    return feel.evaluate(f"[{allowed}]", {})


def _place(value, ordered: list) -> int:
    return ordered.index(value) if value in ordered else len(ordered)


def _aggregate(table: Table, hits: list[dict]):
    columns = [_aggregated(table, [hit["outputs"][index] for hit in hits]) for index in range(len(table.outputs))]
    return _value(table, columns)


def _aggregated(table: Table, values: list):
    if table.aggregator == "COUNT":
        return len(values)
    counted = [value for value in values if value is not None]
    if not counted:
        return 0 if table.aggregator == "SUM" else None
    try:
        return _AGGREGATES[table.aggregator](counted)
    except TypeError:
        raise DmnProblem(f"决策表“{table.name}”的输出有的不是数字，不能汇总，请检查输出列。", table.id) from None


def _context(table: Table, outputs: list) -> dict:
    return {column.name: value for column, value in zip(table.outputs, outputs, strict=True)}


def _value(table: Table, outputs: list):
    return outputs[0] if len(table.outputs) == 1 else _context(table, outputs)


def _numbers(hits: list[dict]) -> tuple[int, ...]:
    return tuple(hit["rule"] + 1 for hit in hits if hit["rule"] is not None)


def _listed(hits: list[dict]) -> str:
    return "、".join(str(number) for number in _numbers(hits))
