"""Anybody can draw the same sample again."""

from hypothesis import given
from hypothesis import strategies as st

from thidua.registers.sampling import sample

KEYS = [f"H{number}" for number in range(8_930)]


def test_a_sample_of_thirty_is_the_same_in_any_order() -> None:
    first = sample(KEYS, 30, 7)
    assert (len(set(first)), first) == (30, sample(reversed(KEYS), 30, 7))
    assert first[:3] == ["H5832", "H2800", "H8013"]


def test_another_seed_another_sample() -> None:
    assert sample(KEYS, 30, 7) != sample(KEYS, 30, 8)


@given(size=st.integers(0, 40), seed=st.integers(0, 2**31))
def test_never_more_than_there_are(size: int, seed: int) -> None:
    assert len(sample(KEYS[:20], size, seed)) == min(size, 20)
