"""What a step costs, measured against the thinnest honest application doing the same (floor.py). No test asserts a
time: run `make bench` before and after whatever is done for speed, and compare ratios of one run only.
"""
