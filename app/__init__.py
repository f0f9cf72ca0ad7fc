"""Hejie 和解: a dispute-resolution centre on a BPMN engine.

Start reading at factory.py; docs/architecture.md is the map. Nothing is imported here, so that importing
one feature never loads another.
"""
