"""Large parts are put where their marks stand, and nothing that a person wrote is taken for a mark."""

from django.utils.html import escape

from connectedness.web.large_parts import LargeParts


def test_every_part_stands_where_its_mark_stood() -> None:
    parts = LargeParts()
    first, second = parts.put(b"<tr>one</tr>"), parts.put("<tr>zwölf</tr>".encode())
    page = f"<table>{second}{first}</table> ·"
    assert parts.into(page).decode() == "<table><tr>zwölf</tr><tr>one</tr></table> ·"


def test_a_page_without_parts_is_what_it_was() -> None:
    assert LargeParts().into("Nobody by that name").decode() == "Nobody by that name"


def test_what_looks_like_a_mark_is_none_without_the_pages_own_word() -> None:
    parts = LargeParts()
    own = parts.put(b"a row")
    guessed = "<!--0123456789abcdef-0-->"
    page = parts.into(f"{own} {guessed} {escape(guessed)}").decode()
    assert page == f"a row {guessed} {escape(guessed)}"
