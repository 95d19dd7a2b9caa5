"""Guards against the PySide6 releases that lose a reference to None or True at many calls, and abort."""

import sys

from PySide6.QtCore import QObject, QTimer

CALLS = 20_000
# What a crash needs is one reference lost a call; some hundred come and go by themselves.
TOLERANCE = 2_000


def test_many_calls_that_return_nothing_keep_none_alive(qapp: object) -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("queue")
    assert sys.getrefcount(None) > before - TOLERANCE


def test_many_calls_that_return_a_bool_keep_true_and_false_alive(qapp: object) -> None:
    thing, timer = QObject(), QTimer()
    before_true, before_false = sys.getrefcount(True), sys.getrefcount(False)
    for _ in range(CALLS):
        thing.blockSignals(thing.signalsBlocked())
        timer.isActive()
        timer.setSingleShot(True)
        timer.isSingleShot()
    assert sys.getrefcount(True) > before_true - TOLERANCE
    assert sys.getrefcount(False) > before_false - TOLERANCE
