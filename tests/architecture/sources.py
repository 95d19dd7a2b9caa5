"""Reads the program's own source once, for the rules that look at it."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "sqs_explorer"
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One module: its path inside the checkout and what stands in it."""

    path: str
    text: str

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def line_count(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[AnyFunction]:
        yield from (node for node in ast.walk(self.tree) if isinstance(node, AnyFunction))

    def imports(self) -> Iterator[str]:
        """Yield every imported name in full, wherever in the module it is imported."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def is_in(self, *folders: str) -> bool:
        """Tell whether the module lies in one of the package's folders, or is one of its modules."""
        return self.path.startswith(tuple(f"sqs_explorer/{folder}" for folder in folders))


@functools.cache
def read(folder_name: str) -> tuple[Source, ...]:
    """Read every module below a folder of the checkout."""
    paths = sorted((CHECKOUT / folder_name).rglob("*.py"))
    return tuple(
        Source(path.relative_to(CHECKOUT).as_posix(), path.read_text(encoding="utf-8")) for path in paths
    )


def package() -> tuple[Source, ...]:
    """Return the modules of the program."""
    return read("sqs_explorer")


def everything() -> tuple[Source, ...]:
    """Return the modules of the program, its tests and its packaging."""
    return package() + read("tests") + read("packaging")
