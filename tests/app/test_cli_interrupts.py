"""Ctrl-C while a command brings a list in."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from app.cli.interrupts import STOPPING, stop_on_interrupt


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C as a command at a terminal has it: tests may run in a process that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_once_asks_to_stop_and_twice_breaks_off(capsys: pytest.CaptureFixture[str]) -> None:
    with stop_on_interrupt() as should_stop:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        assert STOPPING in capsys.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_process_that_ignores_it_goes_on() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stop_on_interrupt() as should_stop:
            signal.raise_signal(signal.SIGINT)
            assert not should_stop()
    finally:
        signal.signal(signal.SIGINT, before)
