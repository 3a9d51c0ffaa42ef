"""Who did what with a question, as a file with proofs, for who has its volgcode."""

from __future__ import annotations

from django.conf import settings

from wijkkompas.kern.access import acting_as, follower_actor
from wijkkompas.toestemming import api as toestemming
from wijkkompas.wegwijzer.models import ContactRequest
from wijkkompas.wegwijzer.rules import clean_code, hash_code
from wijkkompas.wegwijzer.values import CONTACT_REQUEST


def log_file(code: str) -> bytes | None:
    """The file; None when the code leads to nothing (any longer). Holds no word of the question or the answer."""
    kept = clean_code(code)
    if kept is None:
        return None
    with acting_as(follower_actor(hash_code(settings.CODE_PEPPER, kept))):
        identity = ContactRequest.objects.values_list("id", flat=True).first()
        if identity is None:
            return None
        toestemming.grow()  # so that what happened just now stands in it too
        return toestemming.file_of(CONTACT_REQUEST, identity)
