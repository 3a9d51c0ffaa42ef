"""Functions that a policy of an earlier migration leans on: made there in a new database, and in their own migration else."""

from wijkkompas.kern.access.database import Function

CASE_LIVES = Function(
    "app.case_lives(uuid)",  # whether it may still be read; for a row that is somebody's own, whatever else they see
    """create or replace function app.case_lives(p_case uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog as $$
      select exists (select 1 from public.wijkteam_case c
        where c.id = p_case and (c.ends_on is null or c.ends_on >= app.today()))
    $$""",
)
