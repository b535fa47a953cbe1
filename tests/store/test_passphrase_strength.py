"""The estimate is on the careful side and grows with what is added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.store.passphrase_strength import estimate


@pytest.mark.parametrize(
    "passphrase",
    ["", "a", "password", "Password2025", "aaaaaaaaaaaaaaaaaaaa", "abcdefghijklmnop", "123456789012"],
)
def test_what_guessers_try_first_is_weak(passphrase):
    assert estimate(passphrase).level == "weak"


@pytest.mark.parametrize(
    "passphrase", ["correct horse battery staple", "vK9#xq!27Lmw@Zt5", "雨上がりの庭に猫が三匹いた夜"]
)
def test_long_or_mixed_ones_hold(passphrase):
    assert estimate(passphrase).level in ("good", "strong")
    assert estimate(passphrase).years > 1000


@given(st.text(alphabet="abcdefgh XYZ0123#", min_size=1), st.sampled_from("#~^"))
def test_one_more_sign_never_makes_it_weaker(passphrase, sign):
    assert estimate(passphrase + sign).bits >= estimate(passphrase).bits
