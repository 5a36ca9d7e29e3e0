"""The history of `test_history.py` on real articles, in fewer builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.desk import open_desk
from tests.site.test_history import HISTORY, both, play

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
# Steps that have little to do with each other are taken together.
TOGETHER = (
    ("the first build",),
    ("title", "heat", "topic added", "file renamed"),
    ("deleted", "a new story, the newest", "a new story, in the middle"),
    ("laid back", "un-published", "coverage becomes our own", "a picture of ours", "a body with a picture",
     "a template overridden"),
    ("published again", "the bytes of a picture", "the bytes of a picture in bodies", "moved to another category",
     "a provider's spellings"),
    ("topic removed", "a template removed", "a style added", "tagline", "topic registered", "two providers are one",
     "a story to come, and one that expires"),
    ("the clock goes forward", "topic not registered any more"),
    ("and back", "the output folder deleted"),
)  # fmt: skip

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora of real articles are not beside the repository"),
]


@pytest.mark.parametrize(("name", "unpublished"), [("powerapps", False), ("azure-sample", True)])
def test_a_history_of_a_corpus_equals_clean_builds(tmp_path: Path, name: str, unpublished: bool) -> None:
    steps = dict(HISTORY)
    desk = open_desk(tmp_path, CORPUS / name, unpublished=unpublished)
    play(desk, tuple((", ".join(names), both(*(steps[each] for each in names))) for names in TOGETHER))
