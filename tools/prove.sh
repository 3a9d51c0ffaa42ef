#!/bin/sh
# Full sets and scale; writes docs/reference/proof.md.
set -e
cd "$(dirname "$0")/.."
export OMP_NUM_THREADS=1
.venv/bin/pytest -n 2 --dist loadgroup
.venv/bin/python tools/write_proof.py
