"""The rules that import-linter and ruff cannot say: each takes a module and names the places breaking it."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source

LONGEST_MODULE_LINES = 400
LONGEST_FUNCTION_LINES = 40
BANNED_MODULE_WORDS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "handler",
    "base",
    "data",
    "info",
}
PLAIN_TEXT_MODULE = "sqs_explorer/views/parts/plain_text.py"
# These render HTML by themselves, so a message could load a file of this machine.
HTML_METHODS = {"setToolTip", "setWhatsThis", "setHtml", "insertHtml", "appendHtml"}
THREAD_MAKERS = {
    "Thread",
    "Timer",
    "ThreadPoolExecutor",
    "to_thread",
    "run_in_executor",
    "QThread",
    "QThreadPool",
}
WIDGET_SUFFIXES = ("Panel", "Dialog", "Window")


def long_module(source: Source) -> Iterator[str]:
    """A module over the limit has more than one reason to exist."""
    if source.line_count > LONGEST_MODULE_LINES:
        yield f"{source.path}: {source.line_count} lines"


def long_functions(source: Source) -> Iterator[str]:
    """A function is read in one look."""
    for function in source.functions():
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > LONGEST_FUNCTION_LINES:
            yield f"{source.path}:{function.lineno} {function.name}: {lines} lines"


def vague_module_name(source: Source) -> Iterator[str]:
    """A name that could hold anything comes to hold everything."""
    words = set(source.path.removesuffix(".py").replace("/", "_").split("_"))
    if vague := words & BANNED_MODULE_WORDS:
        yield f"{source.path}: {' '.join(vague)}"


def widgets_out_of_place(source: Source) -> Iterator[str]:
    """QtWidgets and QtGui belong to what is seen."""
    if source.is_in("views/", "tour/", "app.py"):
        return
    for name in source.imports():
        if name.startswith(("PySide6.QtWidgets", "PySide6.QtGui")):
            yield f"{source.path}: {name}"


def html_out_of_place(source: Source) -> Iterator[str]:
    """Only the plain-text widgets may call what renders HTML."""
    if source.path == PLAIN_TEXT_MODULE:
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in HTML_METHODS
        ):
            yield f"{source.path}:{node.lineno} {node.func.attr}"


def threads_out_of_place(source: Source) -> Iterator[str]:
    """Screens and services live on the main thread; AWS's threads come from one module."""
    if source.path == "sqs_explorer/aws/blocking_calls.py":
        return
    if not source.is_in("domain/", "services/", "viewmodels/", "views/", "aws/"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _last_name(node.func) in THREAD_MAKERS:
            yield f"{source.path}:{node.lineno} {_last_name(node.func)}"


def nested_event_loops(source: Source) -> Iterator[str]:
    """`exec()` inside a coroutine freezes the other tasks for good; dialogs are opened and awaited."""
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("exec", "exec_")
        ):
            yield f"{source.path}:{node.lineno} {ast.unparse(node.func)}"


def foreign_names(source: Source) -> Iterator[str]:
    """A camelCase name is Qt's, so the function carries @override; ours are snake_case."""
    for function in source.functions():
        decorators = {_last_name(decorator) for decorator in function.decorator_list}
        if function.name != function.name.lower() and "override" not in decorators:
            yield f"{source.path}:{function.lineno} {function.name}"


def classes_out_of_place(source: Source) -> Iterator[str]:
    """The end of a class's name tells what it is, and so where it lives."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if node.name.endswith("ViewModel") and not source.is_in("viewmodels/"):
            yield f"{source.path}:{node.lineno} {node.name}"
        if node.name.endswith(WIDGET_SUFFIXES) and not source.is_in("views/"):
            yield f"{source.path}:{node.lineno} {node.name}"


def module_state(source: Source) -> Iterator[str]:
    """Wiring goes through constructors: nothing assigns a module's variable from inside a function."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Global):
            yield f"{source.path}:{node.lineno} global {' '.join(node.names)}"


def _last_name(expression: ast.expr) -> str:
    if isinstance(expression, ast.Call):
        return _last_name(expression.func)
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
