"""SpiffWorkflow, FEEL and DMN behind pure functions: (bundle, state, command, surroundings) in, (state, effects) out.

Only this package imports SpiffWorkflow. It knows no database, no Flask, no clock and no randomness (docs/adr/0003).
"""
