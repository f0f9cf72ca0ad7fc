"""The kit for REST: no endpoints of a feature live here.

kit.py makes the Api at /api/v1 with its description and explorer; writes.py runs a write once per Idempotency-Key;
json_input.py reads bodies strictly; errors.py turns failures into {code, message, errors}. Features declare
`blueprint = RestBlueprint("cases", ...)` in their api.py.
"""
