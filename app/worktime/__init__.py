"""Working time: which days count, and when a limit ends.

Owns the calendar (State Council holidays with make-up days, and what administrators add per region) and the rules of
counting. It knows nothing of cases. Start at rules.py.
"""
