"""The case record: what it is about, who is in it, its clocks, and what happened to it.

Owns Case, Party, the timeline, the case clocks and their catalogue, case and document numbers. It never moves a case
from step to step: the diagrams do that and call the operators here. Start at models.py, then clocks.py and facts.py.
"""
