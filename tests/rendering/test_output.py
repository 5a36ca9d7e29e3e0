from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.rendering.output import SafeFunction, encode_output, escape_output, escape_text

VALUES = [None, 0, 1.5, True, -3, Markup("<b>&amp;</b>"), "plain", "<a href='x'>\"&\"</a>", "", ("<",), ["'"]]


class _Text(str):
    __slots__ = ()


@pytest.mark.parametrize("value", [*VALUES, _Text("<x>"), SimpleNamespace(__html__=lambda: "<i>")])
def test_an_output_reads_as_markupsafe_would_write_it(value: object) -> None:
    assert str(escape_output(value)) == str(escape(value))
    assert encode_output(value) == str(escape(value)).encode()


@given(st.text())
def test_any_text_is_escaped_as_markupsafe_would(text: str) -> None:
    assert str(escape_output(text)) == escape_text(text) == str(escape(text))


def test_a_safe_function_gives_text_and_its_bytes() -> None:
    function = SafeFunction(lambda name, end="!": f"<b>{name}{end}</b>".encode())
    assert function.encoded("é", end="—") == "<b>é—</b>".encode()
    assert function("é") == "<b>é!</b>"
    assert type(function("é")) is Markup


@pytest.mark.parametrize("ask", [str, repr, escape])
def test_a_safe_function_is_no_text(ask: type[str]) -> None:
    with pytest.raises(TypeError, match="it can only be called"):
        ask(SafeFunction(lambda: b""))
