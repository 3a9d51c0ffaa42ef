"""Paper: letters, leaflets and booklets as PDF/UA by typst, QR codes by segno. No system library."""

from wijkkompas.kern.paper.letters import letter_pdf
from wijkkompas.kern.paper.printing import Busy, DoesNotFit, Printed, press
from wijkkompas.kern.paper.qr import qr_svg
from wijkkompas.kern.paper.signs import writable

__all__ = ["Busy", "DoesNotFit", "Printed", "letter_pdf", "press", "qr_svg", "writable"]
