"""Telling people: notices in the page for staff, short messages for parties through the outbox.

Knows who stands behind words such as "handler" or "承办单位负责人"; never decides that somebody must be told: diagrams and
decision tables do.
"""
