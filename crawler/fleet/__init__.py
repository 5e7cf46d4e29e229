"""Many machines: the visits and readings of the schedule, shared through a queue in PostgreSQL.

The scheduler that leads hands over what is due; workers on any machine take it. Without a worker it
does everything itself, as on SQLite.
"""
