from __future__ import annotations

import pytest

from generator.loader.settled import is_settled

NOW = 1_700_000_000_000_000_000
SECOND, MILLISECOND = 1_000_000_000, 1_000_000
ODD = 123_457  # nanoseconds that no coarse clock gives

CASES = {
    "long ago": (NOW - 3 * SECOND, NOW - 3 * SECOND, True),
    "two seconds ago": (NOW - 2 * SECOND, NOW - 2 * SECOND, False),
    "a second ago by a coarse clock": (NOW - SECOND, NOW - SECOND, False),
    "a second ago by ticks of ten milliseconds": (NOW - 990 * MILLISECOND, NOW - 990 * MILLISECOND, False),
    "a second ago by a fine clock": (NOW - SECOND + ODD, NOW - SECOND + ODD, True),
    "just now by a fine clock": (NOW - 50 * MILLISECOND + ODD, NOW - 50 * MILLISECOND + ODD, False),
    "in the future": (NOW + SECOND + ODD, NOW + SECOND + ODD, False),
    "set back just now": (NOW - 90_000 * SECOND + ODD, NOW - 10 * MILLISECOND + ODD, False),
    "set back to a whole second a second ago": (NOW - 90_000 * SECOND, NOW - SECOND + ODD, False),
    "modified by a fine clock, changed by a coarse one": (NOW - SECOND + ODD, NOW - SECOND, False),
}


@pytest.mark.parametrize(("modified", "changed", "is_believed"), CASES.values(), ids=CASES)
def test_times_are_believed_once_no_other_change_can_have_them(modified: int, changed: int, is_believed: bool) -> None:
    assert is_settled(modified, changed, NOW) is is_believed
