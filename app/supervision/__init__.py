"""提示 · 催办 · 督办: slips issued on a case, each once per clock and level, and their release.

The ladder itself (who, when, which level) is the table dmn_light_action and the diagram supervision.bpmn; this package
keeps what was issued and carries the consequences. A level goes down only by release.
"""
