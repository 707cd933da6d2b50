"""Where a store is: the text after `--db`, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from data.store.errors import StoreError

_SECRET = re.compile(r"(password\s*=\s*)('[^']*'|\S+)|(://[^:/@\s]+:)[^@\s]+(?=@)", re.IGNORECASE)


@dataclass(frozen=True)
class Address:
    """One store's place.

    Attributes
    ----------
    url : as it was given.
    file : the database file or local catalog; None where a server keeps the catalog.
    target : what the engine attaches.
    options : of the attachment (`DATA_PATH` …).
    extensions : what the engine must load first.
    """

    url: str
    file: Path | None
    target: str
    options: tuple[tuple[str, str], ...] = ()
    extensions: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The place as a person may read it: without passwords."""
        return _SECRET.sub(lambda found: (found[1] or found[3]) + "…", self.url)

    @property
    def is_embedded(self) -> bool:
        """One database file of one machine, in no lake."""
        return not self.extensions

    @property
    def scratch(self) -> Path | None:
        """The folder for what does not fit in memory; None leaves it to the system."""
        return self.file.with_name(self.file.name + ".tmp") if self.file else None

    @property
    def attachment(self) -> str:
        """The statement that opens it under the name `store`."""
        options = ", ".join(f"{name} {_literal(value)}" for name, value in self.options)
        return f"ATTACH {_literal(self.target)} AS store" + (f" ({options})" if options else "")


def parse(url: str) -> Address:
    """The address a path or URL names.

    `var/x.duckdb`, `duckdb:var/x.duckdb`; `ducklake:var/x.ducklake?data_path=…` (default: a folder
    beside the catalog); `ducklake:postgres:dbname=… host=…?data_path=…`. Raises StoreError.
    """
    given = str(url).strip()
    if not given or given.startswith(":"):
        raise StoreError(f"“{given}” names no database: give a path such as var/drillboard.duckdb.")
    if not given.startswith("ducklake:"):
        plain = re.sub(r"^duckdb:(///)?", "", given)
        if re.match(r"^[a-z][a-z0-9+]+:", plain):
            raise StoreError(f"{given}: a path or a ducklake: URL is understood, nothing else.")
        path = Path(plain).expanduser().resolve()
        return Address(given, path, str(path))
    target, _, query = given.partition("?")
    asked = dict(parse_qsl(query, keep_blank_values=True))
    extensions = ["ducklake"]
    options = {name.upper(): value for name, value in asked.items()}
    catalog = target.removeprefix("ducklake:")
    file: Path | None = None
    if catalog.startswith("postgres:"):
        extensions.append("postgres_scanner")
        if "DATA_PATH" not in options:
            raise StoreError("A shared store needs the folder of its data: …?data_path=/shared/dir")
    else:
        file = Path(catalog).expanduser().resolve()
        target = f"ducklake:{file}"
        options.setdefault("DATA_PATH", f"{file}.files")
    if any(value.startswith("s3://") for value in options.values()):
        extensions.append("httpfs")
    elif "DATA_PATH" in options:
        options["DATA_PATH"] = str(Path(options["DATA_PATH"]).expanduser().resolve())
    strange = set(options) - {"DATA_PATH", "METADATA_SCHEMA"}
    if strange:
        raise StoreError(f"A store's URL knows data_path and metadata_schema, not {min(strange)}.")
    return Address(given, file, target, tuple(sorted(options.items())), tuple(extensions))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
