"""统计与考核 (handbook §9): what a centre reports each month, how its units are appraised, what stands still.

Every number is counted from milestones: one row for each thing the definitions speak of, written in the transaction in
which it happened, with the unit and the place that had the case then (docs/adr/0011). The dispute is counted, never a person.
"""
