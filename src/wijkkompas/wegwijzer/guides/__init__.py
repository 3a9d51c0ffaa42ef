"""Step plans (handbooks) and theme pages: texts with a checklist, an owner and a date on which somebody looks again.

Mission A7 and A12. Socius 2019: teams made a handbook for housing and a step plan for divorce, "useful and efficient".
"""
