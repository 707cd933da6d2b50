"""A JSON file becomes a raw book: a list of objects is a sheet, its names are the headings."""

from __future__ import annotations

import json
from typing import Any

from data.intake.reading.coding import coded_columns
from data.intake.reading.encodings import encoding_of
from data.intake.reading.limits import Limits
from data.intake.reading.raw import RawBook, RawSheet
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.sidecar import spelled

_SHOWN = 20
_WANTED = 'a list of objects ([{"system": "CRM", …}, …]) or {"rows": [...]} is needed'


def read_json(data: bytes, limits: Limits, *, is_certain: bool) -> RawBook | None:
    """The book; None when it is no JSON and nothing but its first character said so.

    A list of objects or of lists is one sheet. Of an object, each list of objects is a sheet
    (`rows` without a name), and its plain values stand above each as `Field | Value`. One object to
    a line is read as well.
    """
    encoding = encoding_of(data, is_whole=True)
    text = data.decode(encoding.name, "replace")
    try:
        content = _parsed(text)
    except RecursionError:
        raise UnreadableFile(f"is nested too deeply: {_WANTED}") from None
    except ValueError as error:
        if not is_certain:
            return None
        raise UnreadableFile(f"is not valid JSON: {_where(error)}") from None
    try:
        named = list(_tables(content))
        sheets = [_sheet(name, rows, limits) for name, rows in named]
    except RecursionError:
        raise UnreadableFile(f"is nested too deeply: {_WANTED}") from None
    if not sheets:
        raise UnreadableFile(f"holds no table: {_WANTED}")
    return RawBook("json", sheets, encoding=encoding.name)


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(text, parse_constant=str)
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        filled = [number for number, line in enumerate(lines) if line.strip()]
        if len(filled) < 2 or not error.msg.startswith("Extra data"):
            raise
        return [_line(lines[number], number) for number in filled]


def _line(text: str, number: int) -> Any:  # noqa: ANN401 - whatever the line holds
    """One object of a file that has one to a line; its error counts the lines of the file."""
    try:
        return json.loads(text, parse_constant=str)
    except json.JSONDecodeError as error:
        raise json.JSONDecodeError(error.msg, "\n" * number + text, number + error.pos) from None


def _where(error: ValueError) -> str:
    """The line and place of what cannot be read, and how it reads there."""
    if not isinstance(error, json.JSONDecodeError):
        return "a number in it cannot be read"
    before, rest = error.doc[: error.pos].rstrip(), error.doc[error.pos :].strip()
    if not rest:
        return f"it ends too early, on line {before.count(chr(10)) + 1}"
    shown = rest.partition("\n")[0][:_SHOWN].strip()
    return f"line {error.lineno}, character {error.colno}, from “{shown}” on cannot be read"


def _tables(content: Any) -> list[tuple[str | None, list[list[Any]]]]:  # noqa: ANN401
    if isinstance(content, list):
        rows = _rows(content)
        return [(None, rows)] if rows else []
    if not isinstance(content, dict):
        return []
    lists = {name: _rows(part) for name, part in content.items() if isinstance(part, list)}
    plain = [[n, _cell(v)] for n, v in content.items() if not isinstance(v, list | dict)]
    tables = {name: rows for name, rows in lists.items() if rows}
    if not tables:
        return [(None, [["Field", "Value"], *plain])] if plain else []
    facts = [["Field", "Value"], *plain, []] if plain else []
    return [
        (None if name == "rows" and len(tables) == 1 else name, [*facts, *rows])
        for name, rows in tables.items()
    ]


def _rows(items: list[Any]) -> list[list[Any]]:
    """Objects as a heading row and their values; lists as they are; nothing for other lists."""
    if not items:
        return []
    if all(isinstance(item, list) for item in items):
        return [[_cell(value) for value in item] for item in items]
    if not all(isinstance(item, dict) for item in items):
        return []
    headings = list(dict.fromkeys(name for item in items for name in item))
    return [headings, *([_cell(item.get(name)) for name in headings] for item in items)]


def _cell(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A JSON value as a cell: a list of plain values is joined by "; ", anything deeper is text."""
    if isinstance(value, list) and not any(isinstance(one, list | dict) for one in value):
        return "; ".join("" if one is None else str(one) for one in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _sheet(name: str | None, rows: list[list[Any]], limits: Limits) -> RawSheet:
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.area:
        raise UnreadableFile(
            f"asks for {spelled(width * len(rows))} cells: its objects share no names; {_WANTED}"
        )
    columns, count = coded_columns(rows)
    return RawSheet(name, columns, count)
