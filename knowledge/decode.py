"""Bytes of a file to text, or the problem that prevents it."""

from __future__ import annotations

import re

from knowledge.problems import Problem

#: "ó" saved as UTF-8 and read as Latin-1 shows as "Ã³"; a lost letter shows as U+FFFD.
MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf]|â€|\ufffd")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
#: Ten times the longest article; more is not an article.
MOST_BYTES = 100_000
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(file: str, raw: bytes | None) -> tuple[str | None, list[Problem]]:
    """Text with `\\n` line ends and without byte order mark; None when it cannot be read.

    `raw` is None for a file that could not be opened.
    """
    if raw is None:
        return None, [Problem(file=file, line=None, key="", code="unreadable")]
    if len(raw) > MOST_BYTES:
        return None, [Problem(file=file, line=None, key="", code="too_big", values={"limit": str(MOST_BYTES // 1000)})]
    try:
        if raw.startswith(UTF16):
            raise UnicodeDecodeError("utf-8", raw, 0, 2, "UTF-16")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Problem(file=file, line=line, key="", code="encoding")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return None, [Problem(file=file, line=None, key="", code="empty_file")]
    if found := CONTROL.search(text):
        return None, [Problem(file=file, line=_line(text, found), key="", code="control_character")]
    garbled = [
        Problem(file=file, line=_line(text, found), key="", code="garbled", values={"found": found[0]})
        for found in [MOJIBAKE.search(text)]
        if found
    ]
    return text, garbled


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
