"""Signatures under what we publish: Ed25519 (RFC 8032) over JSON in one written form.

The private key comes from the application's secrets and is not in the database: who can rewrite the tables cannot sign.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as PublicKey


def canonical(document: Any) -> bytes:
    """The one way in which we write JSON: sorted names, no white space, UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def private_key(secret: bytes, purpose: str) -> PrivateKey:
    """A signing key from a secret of the application; each purpose has its own."""
    return PrivateKey.from_private_bytes(hashlib.sha256(b"wijkkompas|" + purpose.encode() + b"|" + secret).digest())


def public_hex(key: PrivateKey) -> str:
    """The public half, as 64 hexadecimal signs: what people compare."""
    return key.public_key().public_bytes_raw().hex()


def sign(key: PrivateKey, document: Any) -> str:
    """The signature of a document as 128 hexadecimal signs."""
    return key.sign(canonical(document)).hex()


def signed_by(public: str, signature: str, document: Any) -> bool:
    """Is this the signature of this key under this document?"""
    try:
        PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), canonical(document))
    except (InvalidSignature, ValueError):
        return False
    return True
