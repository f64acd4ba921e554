"""Text is made harmless on the way out and restored on the way in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.exchange.harmless import made_harmless, restored


@given(st.text(alphabet="'=+-@\t\r\nab1", max_size=8) | st.text(max_size=8))
def test_any_text_comes_back_exactly(text: str) -> None:
    assert restored(made_harmless(text)) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(start: str) -> None:
    assert made_harmless(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("text", ["", "plain", "O'Brien", "'quoted'"])
def test_other_text_is_left_alone(text: str) -> None:
    assert made_harmless(text) == text
