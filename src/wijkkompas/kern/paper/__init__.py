"""Paper: letters as PDF/UA by typst, QR codes by segno. No system library."""

from wijkkompas.kern.paper.letters import letter_pdf

__all__ = ["letter_pdf"]
