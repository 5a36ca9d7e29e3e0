"""Every page is valid HTML by the Nu Html Checker, where it and Java are at hand (`VNU_JAR` names its jar file)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import BuildOptions, build

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
JAR = os.environ.get("VNU_JAR", "")

pytestmark = [
    pytest.mark.vnu,
    pytest.mark.skipif(
        not (JAR and Path(JAR).is_file() and shutil.which("java")), reason="VNU_JAR and java: no Nu Html Checker here"
    ),
]
# A file on disk has no origin, so nothing there is 'self', and the checker takes JSON-LD, which is no script
# (HTML, 4.12.1: a data block), for one; tests/browser/test_policy.py asks a browser.
POLICY = "violates Content Security Policy"
SITES = {
    "demonstration": ROOT / "content",
    "powerapps": CORPUS / "powerapps",
    "azure-sample": CORPUS / "azure-sample",
    "seed": CORPUS / "seed",
}


@pytest.mark.parametrize("name", SITES)
def test_every_page_is_valid_html(name: str, tmp_path: Path) -> None:
    content = SITES[name]
    if not content.is_dir():
        pytest.skip("the corpora of real articles are not beside the repository")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    report = build(BuildOptions(content, tmp_path / "site", now=now, unpublished=name != "powerapps"))
    assert not report.failed
    command = ["java", "-Xss4m", "-jar", JAR, "--skip-non-html", "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*command, str(tmp_path / "site")], capture_output=True, text=True, check=True)
    messages = json.loads(done.stderr)["messages"]
    found = {
        (message["message"], message.get("extract", ""), message["url"].rsplit("/site/", 1)[-1])
        for message in messages
        if (message["type"] == "error" or message.get("subType") == "warning") and POLICY not in message["message"]
    }
    assert sorted(found)[:10] == []
