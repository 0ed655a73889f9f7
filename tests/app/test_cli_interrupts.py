"""Ctrl-C while a command brings a list in."""

from __future__ import annotations

import signal

import pytest

from app.cli.interrupts import STOPPING, stop_on_interrupt


def test_once_asks_to_stop_and_twice_breaks_off(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as should_stop:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        assert STOPPING in capsys.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
