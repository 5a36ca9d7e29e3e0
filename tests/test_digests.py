"""Digests tell apart whatever differs."""

from __future__ import annotations

from itertools import combinations

from generator.digests import digest_bytes, digest_facts


def test_half_of_sha_256() -> None:
    # FIPS 180-4, the example of "abc": ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 ...
    assert digest_bytes(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223"


def test_facts_that_differ_have_other_digests() -> None:
    facts: list[tuple[object, ...]] = [(), ("",), ("", ""), ("1",), (1,), (1, 2), ((1, 2),), ("\ud800",), (None,)]
    assert all(digest_facts(*one) != digest_facts(*other) for one, other in combinations(facts, 2))
    assert digest_facts(1, "é") == digest_facts(1, "é")
