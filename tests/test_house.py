"""The rules of the house that no other tool keeps."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import ROOT

PACKAGES = (
    "analytics",
    "benchmarks",
    "charts",
    "data",
    "pages",
    "reports",
    "sample_data",
    "ui",
    "wording",
)
MODULES = ("app", "cli")
PARSED_BY_STREAMLIT = ("pages.", "ui.frame")  # scripts: they draw when they are imported

# Outside the standard library, who may import what is only theirs. import-linter says the same of
# packages; app.py and cli.py, and the mathematics' short list, only this can say.
ONLY = {
    "streamlit": ("app", "pages", "ui", "tests", "benchmarks"),
    "starlette": ("app", "ui", "tests"),
    "plotly": ("charts", "reports.web", "tests"),
    "duckdb": ("data.store", "benchmarks", "tests"),
}
MATHEMATICS = {"analytics", "pandas", "numpy", "scipy", "networkx"}

VAGUE_MODULES = {"common", "helper", "helpers", "manager", "misc", "stuff", "util", "utils"}
VAGUE_ENDINGS = ("Helper", "Helpers", "Manager", "Util", "Utils")
VAGUE_NAMES = {"df"}


def tracked_files() -> list[Path]:
    """Every file of the repository as it will be committed; without git, every file there is."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if answer.returncode == 0:
        names = [name for name in answer.stdout.decode().split("\0") if name]
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    ignored = {".venv", "var", "__pycache__", ".git"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not ignored & set(path.relative_to(ROOT).parts)
    ]


FILES = tracked_files()
SOURCES = sorted(path for path in FILES if path.suffix == ".py")
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
TESTS = [path for path in SOURCES if path.is_relative_to(ROOT / "tests")]


def module_name(path: Path) -> str:
    """`data/store/history.py` → `data.store.history`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST) -> Iterator[str]:
    """The names of all modules a file imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def place(path: Path, node: ast.AST) -> str:
    """`data/store/history.py:17`, for a message."""
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def is_within(module: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of the packages or lies in one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_the_rooms_import_only_downwards() -> None:
    """In a process of its own: import-linter silences every logger that is already there."""
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_package_is_in_the_rules() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert found == set(PACKAGES)
    rules = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    roots = re.search(r"root_packages = \[(.*?)\]", rules, re.DOTALL)
    assert roots is not None
    assert set(re.findall(r'"(\w+)"', roots[1])) == set(PACKAGES)


def test_every_module_of_the_root_is_known() -> None:
    assert {path.stem for path in SOURCES if path.parent == ROOT} <= set(MODULES)


@pytest.mark.parametrize("library", sorted(ONLY))
def test_a_library_is_known_only_in_its_room(library: str) -> None:
    strangers = [
        module_name(path)
        for path, tree in TREES.items()
        if library in {name.partition(".")[0] for name in imported(tree)}
        and not is_within(module_name(path), ONLY[library])
    ]
    assert strangers == []


def test_the_mathematics_needs_pandas_and_its_kin_only() -> None:
    others = {
        (module_name(path), name)
        for path, tree in TREES.items()
        if is_within(module_name(path), ("analytics",))
        for name in imported(tree)
        if name.partition(".")[0] not in MATHEMATICS | sys.stdlib_module_names | {"__future__"}
    }
    assert others == set()


def test_nothing_imports_the_doors() -> None:
    """app.py and cli.py stand at the top; nobody in the house walks out through them."""
    callers = [
        module_name(path)
        for path, tree in TREES.items()
        if set(MODULES) & {name.partition(".")[0] for name in imported(tree)}
        and not is_within(module_name(path), ("tests", "benchmarks"))
    ]
    assert callers == []


def test_every_module_can_be_imported() -> None:
    names = list(PACKAGES)
    for package in PACKAGES:
        walked = pkgutil.walk_packages([str(ROOT / package)], prefix=f"{package}.")
        names += [found.name for found in walked if not found.name.startswith(PARSED_BY_STREAMLIT)]
    for name in names:
        assert importlib.import_module(name).__name__ == name


def test_nothing_has_a_vague_name() -> None:
    vague = []
    for path, tree in TREES.items():
        if set(module_name(path).split(".")) & VAGUE_MODULES:
            vague.append(place(path, tree))
        for node in ast.walk(tree):
            match node:
                case ast.ClassDef(name=name):
                    is_vague = name.endswith(VAGUE_ENDINGS)
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                    is_vague = name in VAGUE_NAMES
                case _:
                    continue
            if is_vague:
                vague.append(f"{place(path, node)} {name}")
    assert vague == []


def test_no_screen_writes_html() -> None:
    """Names from files would become markup; the look needs none."""
    unsafe = [
        place(path, node)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) == "st.html")
    ]
    assert unsafe == []


PRIVATE = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:root|work|opt)/[\w.]",  # folders of one machine
            r"(?<![\w.])/(?:home|Users)/[\w.]",
            r"(?i:[a-z]:\\users\\)",
            r"file:///",
            r"(?:extra-)?index-url",  # where one machine fetches its packages
            r"(?i:\b(?:artifactory|nexus|jfrog|pythonhosted|devpi)\b)",
        )
    )
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in FILES:
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures and workbooks
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in PRIVATE.finditer(text)]
    assert found == []


def test_every_requirement_is_exact() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    pinned = re.compile(r"[a-z0-9][a-z0-9._-]*==[\w.]+(?: ; .+)?", re.IGNORECASE)
    assert [line for line in written if not pinned.fullmatch(line)] == []
    wanted = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    names = {re.split(r"[=<>~ ]", line)[0].lower() for line in wanted if line and line[0] != "#"}
    assert names <= {line.partition("==")[0].lower() for line in written}


def test_the_tests_are_no_packages() -> None:
    """An `__init__.py` below tests would let `tests/data` stand in for `data`."""
    assert [path for path in TESTS if path.name == "__init__.py"] == []


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method of a file."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called(function: Function) -> Iterator[str]:
    """The last name of everything a function calls: `assert_frame_equal`, `raises`, `expect`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            yield re.split(r"[.(]", name)[0] if name.startswith("expect(") else name.split(".")[-1]


def asserts(function: Function, local: dict[str, Function], seen: frozenset[str]) -> bool:
    """Whether a function makes sure of something, itself or through one of its own file."""
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    names = set(called(function))
    if any(name.startswith(("assert_", "expect")) or name in {"raises", "fail"} for name in names):
        return True
    return any(
        asserts(local[name], local, seen | {name})
        for name in names & local.keys()
        if name not in seen
    )


def test_every_test_makes_sure_of_something() -> None:
    idle = []
    for path in TESTS:
        local = {function.name: function for function in functions(TREES[path])}
        idle += [
            f"{place(path, function)} {function.name}"
            for function in functions(TREES[path])
            if function.name.startswith("test_") and not asserts(function, local, frozenset())
        ]
    assert idle == []


def test_no_test_sleeps() -> None:
    """A test waits for what it needs, never for time to pass."""
    asleep = [
        place(path, node)
        for path in TESTS
        for node in ast.walk(TREES[path])
        if (isinstance(node, ast.Attribute) and node.attr in {"sleep", "wait_for_timeout"})
        or (isinstance(node, ast.alias) and node.name == "sleep")
    ]
    assert asleep == []


def _names_made(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes of a module's top level that nothing registers by a decorator."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not any(
            isinstance(one, ast.Call)
            for one in node.decorator_list
            if isinstance(node, ast.FunctionDef)
        ):
            yield node


def test_nothing_is_written_that_nobody_calls() -> None:
    """A sentence whose function is never called is never said, whatever its commit claims."""
    texts = {
        path: path.read_text(encoding="utf-8")
        for path in tracked_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests"
    }
    seen = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    tested = {
        word
        for path in tracked_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] == "tests"
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }
    unused = [
        f"{path.relative_to(ROOT)}: {one.name}"
        for path, text in texts.items()
        for one in _names_made(ast.parse(text))
        if (seen[one.name] < 2 and one.name not in tested)
        or (one.name.startswith("_") and len(re.findall(rf"\b{one.name}\b", text)) < 2)
    ]
    assert unused == []
