"""REST for the statistics: every number of a period and a place."""

from flask import g
from marshmallow import Schema, fields, validate

from app import clock
from app.access import needs
from app.api.kit import RestBlueprint
from app.statistics import figures, period, places, rules

blueprint = RestBlueprint("statistics_api", __name__, url_prefix="/statistics", description="统计：一个统计期、一个范围的全部指标")


class StatisticsQuery(Schema):
    period = fields.String(validate=validate.Regexp(r"^20\d\d(-(0[1-9]|1[0-2]))?\Z"),
                           metadata={"description": "2026-03（月）或 2026（年）；不写是本月"})
    place = fields.Integer(metadata={"description": "单位编号；行政区是其辖区的全部，其他单位是它承办的"})


class Number(Schema):
    key = fields.String()
    label = fields.String()
    unit = fields.String()
    value = fields.Float(allow_none=True)


class PlaceOfNumbers(Schema):
    id = fields.Integer()
    name = fields.String()


class Statistics(Schema):
    period = fields.String()
    place = fields.Nested(PlaceOfNumbers)
    numbers = fields.List(fields.Nested(Number))
    distributions = fields.Dict(keys=fields.String(), values=fields.Raw())


@blueprint.get("")
@needs("statistics.read")
@blueprint.arguments(StatisticsQuery, location="query")
@blueprint.response(200, Statistics)
def statistics(query):
    """全部指标；比率是 0 到 1 的小数，没有可统计的案件时为空。"""
    asked = period.of(query["period"]) if query.get("period") else period.containing(clock.now())
    place = places.chosen(g.actor, query.get("place"))
    found = figures.compute(asked, place)
    numbers = [{"key": key.name, "label": key.label, "unit": key.unit, "value": found[key.name]} for key in rules.KEYS]
    rest = {name: found[name] for name in found if isinstance(found[name], dict)}
    return {"period": asked.text, "place": {"id": place.id, "name": place.name}, "numbers": numbers, "distributions": rest}
