"""English words of four letters or more that say nothing of what a headline is about."""

from __future__ import annotations

_TEXT = """
about above after again against also amid among another around away back been before behind being below best
better between beyond both brings called can't come comes could does doesn't doing done down during each even
ever every first five four from full gets give gives goes going have having here high hits how into it's just
keep know last later least less like look made make makes making many more most much must need needs never
next only other over plan plans says second seen sets should show shows since some still such take takes than
that their them then there these they this those three through time today under until update updates upon
using very want wants week were what what's when where which while will with within without world would year
years you're your
"""

COMMON_WORDS = frozenset(_TEXT.split())
