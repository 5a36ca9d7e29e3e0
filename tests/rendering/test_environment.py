from __future__ import annotations

import pytest
from markupsafe import Markup

from generator.rendering.environment import json_block
from generator.rendering.two_ways import ThemeError


def test_a_data_block_stands_as_it_is() -> None:
    text = '{"headline":"\\u003c/script\\u003e & \\"quotes\\""}'
    assert json_block(text) == Markup(text)


@pytest.mark.parametrize("text", ['{"a":"</script>"}', '{"a":"<!--"}', "a > b"])
def test_a_data_block_with_an_angle_bracket_is_refused(text: str) -> None:
    with pytest.raises(ThemeError):
        json_block(text)
