"""Holds the program to its rules, and shows for each rule that a breach is seen."""

import statistics
from collections.abc import Callable, Iterator

import pytest

from tests.architecture import code_rules
from tests.architecture.sources import Source, everything, package

Rule = Callable[[Source], Iterator[str]]
TYPICAL_MODULE_LINES = 100

EVERYWHERE: tuple[Rule, ...] = (
    code_rules.long_module,
    code_rules.long_functions,
    code_rules.vague_module_name,
)
IN_THE_PROGRAM: tuple[Rule, ...] = (
    code_rules.widgets_out_of_place,
    code_rules.html_out_of_place,
    code_rules.threads_out_of_place,
    code_rules.nested_event_loops,
    code_rules.foreign_names,
    code_rules.classes_out_of_place,
    code_rules.module_state,
)

BREACHES: list[tuple[Rule, str, str]] = [
    (code_rules.long_module, "services/endless.py", "x = 1\n" * 401),
    (code_rules.long_functions, "services/endless.py", "def endless():\n" + "    x = 1\n" * 40),
    (code_rules.vague_module_name, "services/queue_utils.py", ""),
    (code_rules.vague_module_name, "common/queues.py", ""),
    (code_rules.widgets_out_of_place, "viewmodels/tree.py", "from PySide6.QtWidgets import QWidget"),
    (code_rules.widgets_out_of_place, "services/tree.py", "from PySide6 import QtGui"),
    (code_rules.widgets_out_of_place, "viewmodels/tree.py", "def late():\n    import PySide6.QtGui"),
    (code_rules.html_out_of_place, "views/tree.py", "button.setToolTip(body)"),
    (code_rules.html_out_of_place, "views/tree.py", "self.editor.setHtml(body)"),
    (code_rules.threads_out_of_place, "aws/gateway.py", "threading.Thread(target=f).start()"),
    (
        code_rules.threads_out_of_place,
        "services/listing.py",
        "async def f():\n    await asyncio.to_thread(g)",
    ),
    (code_rules.nested_event_loops, "views/asking.py", "dialog.exec()"),
    (code_rules.foreign_names, "views/tree.py", "class A:\n    def paintEvent(self, event): ..."),
    (code_rules.classes_out_of_place, "services/tree.py", "class TreeViewModel: ..."),
    (code_rules.classes_out_of_place, "viewmodels/tree.py", "class DeleteDialog: ..."),
    (code_rules.module_state, "services/listing.py", "def f():\n    global connection\n    connection = 1"),
]

KEPT: list[tuple[Rule, str, str]] = [
    (code_rules.long_module, "services/short.py", "x = 1\n" * 400),
    (code_rules.long_functions, "services/short.py", "def short():\n" + "    x = 1\n" * 39),
    (code_rules.vague_module_name, "services/database.py", ""),
    (code_rules.widgets_out_of_place, "views/tree.py", "from PySide6.QtWidgets import QWidget"),
    (code_rules.widgets_out_of_place, "viewmodels/tree.py", "from PySide6.QtCore import QObject"),
    (code_rules.html_out_of_place, "views/parts/plain_text.py", "widget.setToolTip(escaped)"),
    (code_rules.threads_out_of_place, "aws/blocking_calls.py", "ThreadPoolExecutor(4)"),
    (code_rules.nested_event_loops, "views/asking.py", "dialog.open()"),
    (
        code_rules.foreign_names,
        "views/tree.py",
        "class A:\n    @override\n    def paintEvent(self, event): ...",
    ),
    (code_rules.classes_out_of_place, "views/asking.py", "class DeleteDialog: ..."),
]


@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)
def test_the_whole_checkout_keeps_the_rule(rule: Rule) -> None:
    places = [place for source in everything() for place in rule(source)]
    assert not places, "\n".join(places)


@pytest.mark.parametrize("rule", IN_THE_PROGRAM, ids=lambda rule: rule.__name__)
def test_the_program_keeps_the_rule(rule: Rule) -> None:
    places = [place for source in package() for place in rule(source)]
    assert not places, "\n".join(places)


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_a_breach_is_seen(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(f"sqs_explorer/{path}", text)))


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_what_keeps_a_rule_is_let_be(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Source(f"sqs_explorer/{path}", text)))


def test_every_rule_has_a_breach() -> None:
    assert {rule for rule, _, _ in BREACHES} == {*EVERYWHERE, *IN_THE_PROGRAM}


def test_a_typical_module_is_short() -> None:
    lengths = [source.line_count for source in package()]
    assert statistics.median(lengths) <= TYPICAL_MODULE_LINES
