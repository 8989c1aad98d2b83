"""The lines of the log, without what only its owner may know: secrets of links, passwords, keys of sessions, addresses, phones.

Nothing of ours writes such a thing on purpose. It comes in by the way: the path of a request, the words of a database or
of a mail server in a traceback. So the last step before a line is written looks at the whole of it.
"""

import logging
import re

# Addresses that end in a secret; a house test finds those that are missing here.
SECRET_ADDRESSES = ("mat-khau", "kich-hoat", "lich-rieng", "phieu")
HIDING = r"password\d?|passwd|secret(?:_key)?|token|csrf\w*|session(?:id|_key)|authorization|set-cookie|cookie|mat_khau"
VEILED = (
    (re.compile(rf"/({'|'.join(SECRET_ADDRESSES)})/[^/\s\"'?#]+"), r"/\1/…"),
    (re.compile(r"(://[^:/\s@]+):[^@\s]+@"), r"\1:…@"),
    (
        re.compile(rf"(?i)\b((?:\w+_)?(?:{HIDING}))(['\"]?\s*[:=]\s*)('[^'\n]*'|\"[^\"\n]*\"|[^\s,;&}})]+)"),
        r"\1\2…",
    ),
    (re.compile(r"(?<![\w.+-])([\w+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)"), r"\1…@\2"),
    # A phone or an identity number: 10 or 12 digits from 0, or +84 and nine.
    (re.compile(r"(?<![\w.])(?:\+84|0)(?:[ .-]?\d){6}(?:(?:[ .-]?\d){2})?[ .-]?(?=\d{3}(?!\d))"), "…"),
    # The codes of one-time links, as slips show them.
    (re.compile(r"\b(?:[a-z2-9]{4}-){4}[a-z2-9]{4}\b"), "…"),
    # A run of letters and digits that nobody would call anything by: a key, a token.
    (
        re.compile(
            r"(?<![\w/.-])(?<!in )(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{4}([A-Za-z0-9_-]{24,})(?![\w.-])"
        ),
        "…",
    ),
)


def veiled(line: str) -> str:
    """`line` with every such thing made unreadable, the rest as it is."""
    for pattern, instead in VEILED:
        line = pattern.sub(instead, line)
    return line


class SafeFormatter(logging.Formatter):
    """Formats as its base does, tracebacks included, then veils."""

    def format(self, record: logging.LogRecord) -> str:
        return veiled(super().format(record))
