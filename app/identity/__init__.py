"""People, the organisation tree, posts and permissions; who is asking, and which human tasks they may take.

Knows nothing of cases or tasks. Start reading at models.py, then actor.py (what the rest of the system sees of a
person), loading.py (how a request gets its actor) and permissions.py (the one table of who may do what).
"""
