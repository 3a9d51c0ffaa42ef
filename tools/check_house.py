"""Checks that no other tool makes: addresses of registries, secrets, colours in templates, words of people who are not ours.

Exit 1 with one line per finding.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = re.compile(r"(pypi\.org|files\.pythonhosted|registry\.npmjs|registry\.yarnpkg|deb\.debian\.org)")
INLINE = re.compile(r"<[^>]+\s(style|on[a-z]+)=", re.I)
PHONE = re.compile(r"\b06[ -]?\d{8}\b|\b06[ -]\d{2}[ -]?\d{3}[ -]?\d{3}\b")
ALLOWED_PHONES = {"0612345678", "06 1234 5678"}


def tracked() -> list[Path]:
    """Files that git knows, or everything below src, tests, docs and tools in an export without git."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]
    return [p for folder in ("src", "tests", "docs", "tools") for p in (ROOT / folder).rglob("*") if p.is_file()]


def findings() -> list[str]:
    """What is wrong, in plain words."""
    found = []
    for path in tracked():
        if path.suffix in {".npz", ".woff2", ".png", ".mo", ".ttf", ".pdf"}:
            continue
        text = path.read_text(encoding="utf8", errors="replace")
        name = path.relative_to(ROOT)
        if name != Path("tools/check_house.py") and REGISTRY.search(text):
            found.append(f"{name}: names the address of a package registry")
        if path.suffix == ".html" and INLINE.search(text):
            found.append(f"{name}: inline style or script; the security policy forbids it")
        if "src/wijkkompas" in str(name) and path.suffix in {".yaml", ".jsonl", ".html", ".py"}:
            for number in PHONE.findall(text):
                if number not in ALLOWED_PHONES:
                    found.append(f"{name}: {number} looks like the phone number of a person")
    return found


if __name__ == "__main__":
    problems = findings()
    print("\n".join(problems) or "The house is in order.")
    sys.exit(1 if problems else 0)
