"""How to say a name that is given in hiragana: morae joined by hyphens, long vowels with a macron."""

from __future__ import annotations

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの",
    "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_MORAE = {kana: row + vowel for row, line in _ROWS.items() for kana, vowel in zip(line, "aiueo", strict=True)}
_MORAE |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n"}
_MORAE |= {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu"}
_SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_LONG = {"o": "ō", "u": "ū"}


def spoken(reading: str) -> str:
    """``あかざわ りょうせい`` -> ``a-ka-za-wa ryō-se-i``. KeyError on anything but hiragana."""
    return " ".join("-".join(_morae(word)) for word in reading.split())


def _morae(word: str) -> list[str]:
    morae: list[str] = []
    for kana in word:
        if kana in _SMALL:
            base = morae[-1].removesuffix("i")
            glide = "" if base in {"sh", "ch", "j"} else "y"
            morae[-1] = base + glide + _SMALL[kana]
        elif kana == "う" and morae and morae[-1][-1] in _LONG:
            morae[-1] = morae[-1][:-1] + _LONG[morae[-1][-1]]
        elif kana == "ん" and morae:
            morae[-1] += "n"
        else:
            morae.append(_MORAE[kana])
    return morae
