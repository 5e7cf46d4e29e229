"""What runs when: the season, the hours of each site, and one run of each job, never two.

APScheduler keeps the jobs and says when each comes up; a run is written down in the database before
its job moves on, and whoever claims it there does it. So a scheduler may die at any moment, and any
number of them may share one database.
"""
