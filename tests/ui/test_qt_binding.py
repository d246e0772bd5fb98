"""The Qt binding: PySide6 6.12.0 lost a reference with every signal and ended the program."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

_TIMES = 100


class _Teller(QObject):
    told = Signal(object)


def _lost(value: object, act: Callable[[], object]) -> int:
    act()
    before = sys.getrefcount(value)
    for _ in range(_TIMES):
        act()
    return before - sys.getrefcount(value)


@pytest.mark.parametrize("value", [None, True])
def test_a_signal_and_a_turn_of_the_event_loop_lose_no_reference(
    qapp: QApplication, value: object
) -> None:
    # before Python 3.12 None and True are counted like any object: at zero the program aborts,
    # which a window worked for an hour reaches
    teller = _Teller()
    teller.told.connect(lambda _value: None)
    assert _lost(value, lambda: teller.told.emit(value)) < _TIMES // 2
    assert _lost(value, qapp.processEvents) < _TIMES // 2
