"""Signs of Japanese papers: the law's narrow brackets and colons become wide, figures keep theirs."""

from __future__ import annotations

import pytest

from briefing_app.reports.signs import with_wide_signs


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("ガソリン乗用車(1,500超~3,000cc)", "ガソリン乗用車（1,500超～3,000cc）"),
        ("次の一覧にない:措置の税番。", "次の一覧にない：措置の税番。"),
        ("既に効力がない(令和7年4月10日に終了)。", "既に効力がない（令和7年4月10日に終了）。"),
        ("米国注52(j)の国別品目表(日本分はない)", "米国注52(j)の国別品目表（日本分はない）"),
        ("Section 232 (b): steel ~ iron", "Section 232 (b): steel ~ iron"),
        ("", ""),
    ],
)  # fmt: skip
def test_signs_beside_japanese_words_are_wide(narrow: str, wide: str) -> None:
    assert with_wide_signs(narrow) == wide
