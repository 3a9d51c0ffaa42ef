"""QR codes, as SVG that a page and typst both draw."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

QUIET = 2  # modules of white around it; the paper around gives the other two that the standard asks


@lru_cache(maxsize=512)
def qr_svg(address: str) -> str:
    """The QR code of an address: error correction M, so that a fold or a stain does not spoil it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=QUIET, xmldecl=False, svgns=True, nl=False, omitsize=True
    )
    return out.getvalue().decode()
