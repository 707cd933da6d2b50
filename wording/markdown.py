"""Text from files, made safe for a place that reads Markdown."""

from __future__ import annotations

import re

# Streamlit also reads :colour[…], $maths$, :emoji: and :material/icon:, hence colon and dollar.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$:&^=@])")
_LIST_START = re.compile(r"^(\s*)(-|\d+\.)(\s)", re.MULTILINE)
_LINK_START = re.compile(r"\b(https?|www|mailto)(?=\\?[:.])", re.IGNORECASE)
_BREAKS = re.compile(r"[\r\n\t\f\v\x00-\x08\x0e-\x1f\u2028\u2029]+")


def escape(text: object) -> str:
    """`text` as Markdown that shows exactly these characters, on one line.

    A name in a file may hold links, pictures, colour directives or maths; none of them acts.
    Line breaks become spaces, because a break could begin a heading or a table.
    """
    line = _BREAKS.sub(" ", str(text)).strip()
    safe = _SPECIAL.sub(r"\\\1", line)
    safe = _LIST_START.sub(r"\1\\\2\3", safe) if not safe[:1].isdigit() else _number_start(safe)
    # "https" and "www" link by themselves; a zero-width joiner inside the word stops that
    return _LINK_START.sub(lambda found: found.group(0)[0] + "\u2060" + found.group(0)[1:], safe)


def _number_start(line: str) -> str:
    """A leading "1." would begin a list: its point is escaped."""
    return re.sub(r"^(\d+)\.(?=\s)", r"\1\\.", line)


def code(text: object) -> str:
    """`text` as inline code: file names, addresses and the raw text of cells.

    The fence is longer than any run of backticks inside, so the text cannot leave it.
    """
    line = _BREAKS.sub(" ", str(text))
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    if not line.strip():
        return "`\u00a0`"
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"
