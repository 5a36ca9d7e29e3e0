"""Words as the search compares them: letter case, accents and plurals do not matter.

`static/js/search/terms.js` says the same in JavaScript; `tests/cases/search/terms.json` holds the two equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain

_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff]+)")
"""Scripts that set no space between words: Thai, Lao, Burmese, Khmer, kana and Chinese characters."""
_WORD = re.compile(r"[^\0-/:-@\[-`{-\x7f]+(?:[+#]+(?![^\0-\x22$-*,-/:-@\[-`{-\x7f]))?")
"""A word of a folded text, which has no signs but those of ASCII; with the signs of C++ and C#."""
_ENGLISH = re.compile(r"[a-z]{4,}\Z")
_SILENT_E = re.compile(r"(?:ss|us|x|ch|sh|o)e\Z")


class _Spelling(dict[int, str | None]):
    """What each character of a decomposed text in lower case is written as, by its code; filled as characters turn up.

    A sign outside ASCII is a space.  Characters that writers leave out are dropped: apostrophes, and marks that are
    Latin, Greek and Cyrillic accents, Hebrew points or Arabic vowels.  The vowel signs of Indic and other scripts are
    letters to their readers and stay.
    """

    _MARKS = (
        (0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x1AB0, 0x1AFF),
        (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    )  # fmt: skip
    _LETTERS = "ßæœøđðþłıς"
    _WRITTEN = ("ss", "ae", "oe", "o", "d", "d", "th", "l", "i", "σ")

    def __init__(self) -> None:
        super().__init__((ord(letter), written) for letter, written in zip(self._LETTERS, self._WRITTEN, strict=True))
        self.update(dict.fromkeys(map(ord, "'’‘ʼʹ´`ـ")))
        self.update(dict.fromkeys(chain.from_iterable(range(first, last + 1) for first, last in self._MARKS)))

    def __missing__(self, code: int) -> str:
        char = chr(code)
        # Python's `isalnum` leaves out the marks (Unicode category M) that words of many scripts are written with.
        is_word = char.isalnum() or (code < 0x20000 and unicodedata.category(char)[0] == "M")
        self[code] = written = char if is_word or char.isascii() else " "
        return written


_SPELLING = _Spelling()


def fold_text(text: str) -> str:
    """Fold a text: compatibility forms, letter case, accents and apostrophes do not set words apart."""
    if text.isascii():
        return text.replace("'", "").replace("`", "").lower()
    return unicodedata.normalize("NFKD", text).lower().translate(_SPELLING)


def split_terms(text: str) -> list[str]:
    """Split a text into its terms, in order, with repeats: folded words, plurals taken to the singular.

    A text without spaces between words gives its pairs of neighbouring characters.
    """
    folded = fold_text(text)
    words: list[str] = _WORD.findall(folded)
    if folded.isascii():
        return list(map(_stem, words))
    return [term for word in words for term in ((_stem(word),) if word.isascii() else _split_word(word))]


@lru_cache(maxsize=65_536)
def _split_word(word: str) -> tuple[str, ...]:
    terms: list[str] = []
    for part in _UNSPACED.split(word):
        if _UNSPACED.match(part):
            terms.extend(part[at : at + 2] for at in range(max(1, len(part) - 1)))
        elif part:
            terms.append(_stem(part))
    return tuple(terms)


@cache
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
