"""Sealing: AES-256-GCM with a key of its own per record, wrapped by a master key that rotates.

Destroying the record's key is erasure. The associated data names the record and field, so that a text moved to
another record does not open. (NIST SP 800-38D; measured 0.6 microseconds a note, research note casework.md 3.6.)
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Unreadable(ValueError):
    """The sealed text does not belong to this record, was changed, or its master key is not in the settings."""


def new_key() -> bytes:
    """A fresh 256-bit key for one record."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, text: str, *, about: str) -> bytes:
    """Encrypt a text; `about` names record and field, for example `contact_request|<uuid>|payload`."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())


def unseal(key: bytes, sealed: bytes, *, about: str) -> str:
    """Decrypt; raises `Unreadable` when the text is not of this record or key."""
    try:
        return AESGCM(key).decrypt(bytes(sealed[:NONCE]), bytes(sealed[NONCE:]), about.encode()).decode()
    except InvalidTag as error:
        raise Unreadable("this text does not open with this key") from error


def wrap(master: bytes, key: bytes, *, about: str) -> bytes:
    """Encrypt a record's key under a master key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(master).encrypt(nonce, key, about.encode())


def unwrap(master: bytes, wrapped: bytes, *, about: str) -> bytes:
    """Give the record's key back; raises `Unreadable` for a wrong master key."""
    try:
        return AESGCM(master).decrypt(bytes(wrapped[:NONCE]), bytes(wrapped[NONCE:]), about.encode())
    except InvalidTag as error:
        raise Unreadable("this key does not open with this master key") from error
