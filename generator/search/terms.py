"""Words as the search compares them: letter case, accents and plurals do not matter.

`static/js/search/terms.js` says the same in JavaScript; `tests/cases/search/terms.json` holds the two equal.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache

_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
"""Marks that writers leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels.

The vowel signs of Indic and other scripts are letters to their readers and stay.
"""
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ς": "σ", "ـ": None}
    | dict.fromkeys("'’‘ʼʹ´`", None)
)
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff]+)")
"""Scripts that set no space between words: Thai, Lao, Burmese, Khmer, kana and Chinese characters."""
_ENGLISH = re.compile(r"[a-z]{4,}\Z")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:[+#]+(?![a-z0-9+#]))?")
"""A word of a folded text in ASCII, the same as the pattern of all scripts would find in it, and sooner."""
_SILENT_E = re.compile(r"(?:ss|us|x|ch|sh|o)e\Z")


def fold_text(text: str) -> str:
    """Fold a text: compatibility forms, letter case, accents and apostrophes do not set words apart."""
    if text.isascii():
        return text.replace("'", "").replace("`", "").lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_PLAIN)


def split_terms(text: str) -> list[str]:
    """Split a text into its terms, in order, with repeats: folded words, plurals taken to the singular.

    A text without spaces between words gives its pairs of neighbouring characters.
    """
    folded = fold_text(text)
    if folded.isascii():
        return list(map(_stem, _ASCII_WORD.findall(folded)))
    found: list[str] = []
    for word in _words().findall(folded):
        if word.isascii():
            found.append(_stem(word))
        else:
            found.extend(_split_word(word))
    return found


@lru_cache(maxsize=65_536)
def _split_word(word: str) -> tuple[str, ...]:
    terms: list[str] = []
    for part in _UNSPACED.split(word):
        if _UNSPACED.match(part):
            terms.extend(part[at : at + 2] for at in range(max(1, len(part) - 1)))
        elif part:
            terms.append(_stem(part))
    return tuple(terms)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Take a plural to its singular: Harman's S-stemmer (JASIS 42, 1991) with English -es and -ies made regular.

    What it gives need not be a word ("companies" and "company" are "compani"), only the same for both.
    """
    if not _ENGLISH.match(word) or word == "news":
        return word
    if word.endswith("ies"):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if _SILENT_E.search(word) and len(word) > 3:
        return word[:-1]
    if word.endswith("ie"):
        return word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "i"
    return word


@cache
def _words() -> re.Pattern[str]:
    r"""Give the pattern of a word: letters, digits and their marks, and the signs of C++ and C#.

    Python's `\w` leaves out the marks (Unicode category M) that words of many scripts are written with.
    """
    marks = "".join(re.escape(chr(code)) for code in range(0x300, min(0x20000, sys.maxunicode)) if _is_mark(chr(code)))
    word = rf"(?:[^\W_]|[{marks}])"
    return re.compile(rf"{word}+(?:[+#]+(?!{word}|[+#]))?")


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"
