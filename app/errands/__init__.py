"""交办事项: something small that a colleague is asked to do for a case by a day. It never moves or holds up a process."""
