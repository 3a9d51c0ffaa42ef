"""All that other rooms use of toestemming."""

from wijkkompas.toestemming.actions import NotYours, erase, seal, seal_more, trail, unseal
from wijkkompas.toestemming.audit import file_of, grow

__all__ = ["NotYours", "erase", "file_of", "grow", "seal", "seal_more", "trail", "unseal"]
