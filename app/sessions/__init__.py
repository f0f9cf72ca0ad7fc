"""Mediation sessions: when and where parties meet, in which room, who comes, the calendar of the week and its feed."""
