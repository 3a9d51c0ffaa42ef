"""Proofs that anybody can check: a Merkle tree, signed heads, and the file in which a resident takes their own log along.

No Django, no database: who checks a file needs nothing of us but this package and the published key.
- `tree`: hashing and inclusion proofs as RFC 6962 (Certificate Transparency) 2.1 describes them;
- `signing`: Ed25519 over canonical JSON;
- `document`: the file itself, written and checked.
"""
