#!/bin/sh
# Every kind of test at small size: the whole suite on the embedded PostgreSQL, then migrations, access and actions
# on PostgreSQL 15 where it is installed.
set -e
cd "$(dirname "$0")/.."
export OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
.venv/bin/pytest -n 2 --dist loadgroup -m "not prove" "$@"
if [ -x /usr/lib/postgresql/15/bin/postgres ]; then
  echo "— PostgreSQL 15: migrations, access, actions"
  WIJK_PG_BIN=/usr/lib/postgresql/15/bin .venv/bin/pytest -m "pg15 and not prove" --durations=5 "$@"
fi
