"""Plain Dutch: how hard a text is to read, which words and sentences make it so, and what would be simpler.

No Django, no database, no parser. How it works and what it does not know: docs/explanation/plain-language.md.
"""

from wijkkompas.kern.plain.explaining import explain, explained
from wijkkompas.kern.plain.scoring import easier, read, score
from wijkkompas.kern.plain.values import HardWord, Reading, Sentence, Term

__all__ = ["HardWord", "Reading", "Sentence", "Term", "easier", "explain", "explained", "read", "score"]
