"""All that other rooms use of toestemming."""

from wijkkompas.toestemming.actions import NotYours, erase, seal, seal_more, trail, unseal

__all__ = ["NotYours", "erase", "seal", "seal_more", "trail", "unseal"]
