"""Every statement is one both engines understand, and no name of ours is a word of theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import data.store
from data.records import RECORDS
from data.store.fold import fold, fold_touched
from data.store.schema import all_tables

FORBIDDEN = re.compile(
    r"\b(PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY|REFERENCES|CHECK\s*\(|SEQUENCE|NEXTVAL|ENUM|CREATE\s+TYPE"
    r"|(CREATE|DROP)\s+(UNIQUE\s+)?INDEX|RETURNING|ON\s+CONFLICT|INSERT\s+OR|GENERATED\s+ALWAYS"
    r"|AUTOINCREMENT|INSTALL\s+'|AS\s+TIMESTAMP\b(?!TZ)|::\s*TIMESTAMP\b(?!TZ)|NOW\(\)|CURRENT_\w+STAMP)",
    re.IGNORECASE,
)
STATEMENT = re.compile(
    r"^\s*(SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|CREATE|ALTER|DROP|ATTACH|DETACH|COPY|USE|SET|LOAD"
    r"|BEGIN|COMMIT|ROLLBACK|CHECKPOINT|FROM|WHERE|GROUP|ORDER|LEFT|FULL|JOIN)\b"
)
FILES = sorted(Path(str(data.store.__file__)).parent.glob("*.py"))


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string of a file but its docstrings, the fixed parts of f-strings joined."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else " x " for p in node.values]
            yield node.lineno, "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield node.lineno, node.value


def test_no_statement_uses_what_only_one_engine_has() -> None:
    statements, found = 0, []
    for path in FILES:
        for number, text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            statements += bool(STATEMENT.match(text))
            if FORBIDDEN.search(text):
                found.append(f"{path.name}:{number} {text.strip()[:80]}")
    assert found == []
    assert statements > 60  # it does read them


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (a BIGINT PRIMARY KEY)",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO t VALUES (1) RETURNING a",
        "CREATE INDEX i ON t (a)",
        "SELECT CAST(a AS TIMESTAMP) FROM t",
        "SELECT nextval('s')",
    ],
)
def test_the_words_are_found_where_they_are(statement: str) -> None:
    assert FORBIDDEN.search(statement)


def test_generated_statements_are_portable_too() -> None:
    for record in RECORDS.values():
        names = [field.name for field in record.fields]
        made = [fold(record, "SELECT 1", names), fold(record, "SELECT 1", names, places=True)]
        made += [fold(record, "SELECT 1", (), files_only=True)]
        made += fold_touched(record, "a", "b", names)
        for statement in made:
            assert not FORBIDDEN.search(statement)


def test_every_table_names_its_organisation_first_and_no_column_twice() -> None:
    for name, columns in all_tables().items():
        names = [column.lower() for column, _ in columns]
        assert len(set(names)) == len(names), name
        if name != "store_format":
            assert names[0] == "organisation"
