"""How an office is held, said with its title: acting, designate, concurrent, in the language of the title."""

from __future__ import annotations

import re

from briefing_app.domain.records import PostKind

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ENGLISH = {
    "acting": "Acting {title}",
    "designate": "{title} (designate)",
    "concurrent": "{title} (concurrent)",
}
_JAPANESE = {"acting": "{title}代行", "designate": "{title}（就任予定）", "concurrent": "{title}（兼任）"}
# What a title may say already, so that it is not said twice.
_SAID = {
    "acting": ("acting", "代行", "代理", "心得"),
    "designate": ("designate", "elect", "予定"),
    "concurrent": ("concurrent", "兼任", "兼務"),
}


def is_japanese(text: str) -> bool:
    """Whether a text holds Japanese letters."""
    return _CJK.search(text) is not None


def with_kind(title: str, kind: PostKind) -> str:
    """The title of an office with how it is held; as it is where the title says so itself."""
    if not title or kind not in _ENGLISH or any(word in title.casefold() for word in _SAID[kind]):
        return title
    return (_JAPANESE if is_japanese(title) else _ENGLISH)[kind].format(title=title)
