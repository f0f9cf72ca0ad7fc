"""What runs by itself: one list, each job harmless when run twice."""
