"""The promise ledger: who promised what to whom by when, and was it kept. One ledger for all rooms."""
