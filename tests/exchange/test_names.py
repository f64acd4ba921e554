"""Names are matched, doubted or unknown; never guessed."""

import pytest

from scheduling.exchange.names import Confidence, NameMatch, match_labels, nearest

ROSTER = [
    "Quigley, Ulrike",
    "Jones, Vesna",
    "Jonas, Vesna",
    "Zoltan Peters",
    "Okoro, Chi-Chi",
    "Hernández, Lucía",
]


def match(label: str, roster: list[str] | None = None) -> NameMatch:
    return match_labels([label], ROSTER if roster is None else roster)[0]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Quigley, Ulrike", "Quigley, Ulrike"),
        (" quigley,  ULRIKE", "Quigley, Ulrike"),
        ("Ulrike", "Quigley, Ulrike"),
        ("Ulrike Q", "Quigley, Ulrike"),
        ("ulrike q.", "Quigley, Ulrike"),
        ("Ulrike Quigley", "Quigley, Ulrike"),
        ("Zoltan P", "Zoltan Peters"),
        ("Chi-Chi", "Okoro, Chi-Chi"),
        ("Lucia", "Hernández, Lucía"),
        ("Vesna Jone", "Jones, Vesna"),
    ],
)
def test_a_label_that_fits_one_name_is_matched(label: str, name: str) -> None:
    assert match(label) == NameMatch(label, Confidence.MATCHED, (name,))


@pytest.mark.parametrize("label", ["Vesna", "Vesna J", "vesna jon"])
def test_a_label_that_fits_two_names_is_doubtful_and_lists_both(label: str) -> None:
    assert match(label) == NameMatch(label, Confidence.DOUBTFUL, ("Jones, Vesna", "Jonas, Vesna"))


@pytest.mark.parametrize("label", ["Ulrike K", "Ulrikke", "Zoltán B"])
def test_a_label_that_only_resembles_a_name_is_doubtful_never_matched(label: str) -> None:
    found = match(label)
    assert found.confidence is Confidence.DOUBTFUL
    assert len(found.candidates) == 1
    assert found.name is None


@pytest.mark.parametrize("label", ["Bartholomew", "", "Q"])
def test_a_label_like_nobody_is_unknown(label: str) -> None:
    assert match(label) == NameMatch(label, Confidence.UNKNOWN, ())


def test_nobody_matches_on_an_empty_roster() -> None:
    assert match("Ulrike Q", []).confidence is Confidence.UNKNOWN


def test_two_labels_for_one_name_are_both_doubtful() -> None:
    found = match_labels(["Ulrike", "Ulrike Q"], ROSTER)
    assert [m.confidence for m in found] == [Confidence.DOUBTFUL, Confidence.DOUBTFUL]


def test_an_exact_name_is_matched_although_another_begins_like_it() -> None:
    assert match("Lee, An", ["Lee, An", "Lee, Ann"]).name == "Lee, An"


def test_a_first_name_that_differs_only_by_an_accent_from_another_is_doubtful() -> None:
    found = match("Lucia", ["Hernández, Lucía", "Brown, Lucia"])
    assert found.confidence is Confidence.DOUBTFUL


def test_the_nearest_name_is_suggested_only_if_it_is_near() -> None:
    assert nearest("Quigly, Ulrike", ROSTER) == "Quigley, Ulrike"
    assert nearest("Somebody, Else", ROSTER) is None
