"""Whole builds from the command line, on articles from fifty to twenty thousand, with Hugo beside them."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import hugo
from benchmarks.builds import CASES, CONFIGURATIONS, HugoSite, OurSite, Result, measure_floor
from benchmarks.corpora import CHECKOUT, copy_real, leave_out_largest, make_articles, multiply
from benchmarks.options import Options
from benchmarks.processes import SAMPLE_SECONDS, CommandError
from benchmarks.tables import Table

COUNTS = (1_000, 5_000, 20_000)
PHASES = ("start", "read", "parse", "index", "plan", "render", "search", "write")
HEADS = ("site", "changed", "wall s", "CPU s", *PHASES, "peak MB", "files", "MB", "÷ floor", "÷ Hugo")
_HUGO = "Hugo"
_LARGE = 99
"""Copies of each article of `azure-sample` but its three largest: with one in eight published, 4,950 files of 132 MB,
which is the shape of a large real site."""
NOTES = (
    "Medians of interleaved runs of whole processes. `clean`: empty caches, no output; `warm`: no output, the cache"
    " kept, all files' times new (CI with a restored cache); the others build over the site before them.",
    "`all` has every kind of page; `as Hugo's` has `api`, `search` and `older_pages` off and RSS for the site and its"
    " topics, and is still more than the kit's Hugo site: months, years, the page of feeds, computed related links.",
    "Hugo builds the kit's site: home, articles, topics, providers, days, RSS for the site and its topics, a sitemap;"
    " its links to more on a topic are the topic's newest. `÷ Hugo` is by its clean build.",
    f"Peak memory: proportional set size of all processes together, looked at every {1000 * SAMPLE_SECONDS:.0f} ms"
    " in a further round, which is not timed. The floor: read all inputs and `cp -r` the same site.",
)


@dataclass(slots=True)
class Measured:
    """All results for one corpus: of each site and case, their memory, and the floor under each site."""

    results: dict[tuple[str, str], list[Result]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[tuple[str, str], int] = field(default_factory=dict)
    floors: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    remarks: list[str] = field(default_factory=list)


def measure(options: Options) -> Iterator[Table]:
    """Measure every corpus that is wanted and here; what was built is removed when all is measured."""
    scratch = Path(tempfile.mkdtemp(prefix="broadsheet-bench-"))
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    subprocess.run([sys.executable, "-m", "generator", "--version"], env=environment, check=True, capture_output=True)
    machine = describe_machine(scratch)
    explained: tuple[str, ...] = NOTES
    try:
        for name, corpus in _corpora(options, scratch):
            found = measure_corpus(corpus, corpus.with_name(f"{corpus.name}-builds"), options)
            notes = (machine, *found.remarks, _noise(found), *explained)
            yield Table(f"Build: {name}", HEADS, tuple(build_rows(found)), notes)
            explained = ()  # once is enough
    finally:
        if options.keep:
            print(f"The folders are in {scratch}", file=sys.stderr)
        else:
            shutil.rmtree(scratch)


def _corpora(options: Options, scratch: Path) -> Iterator[tuple[str, Path]]:
    for count in COUNTS if options.counts is None else options.counts:
        corpus = scratch / f"made-{count}"
        kind = make_articles(count, corpus)
        yield f"{count:,} articles, {kind}", corpus
    for name in ("powerapps", "azure-sample") if options.real else ():
        if copy_real(scratch / name, name):
            yield f"{_count(scratch / name)} real articles, {name}", scratch / name
    if options.real and copy_real(scratch / "large", "azure-sample"):
        leave_out_largest(scratch / "large", 3)
        multiply(scratch / "large", _LARGE, published_one_in=8)
        yield f"{_count(scratch / 'large')} articles, azure-sample {_LARGE} times, 1 in 8 published", scratch / "large"


def measure_corpus(corpus: Path, folder: Path, options: Options) -> Measured:
    """Build all sites and cases in turn, round after round."""
    found = Measured()
    peers: dict[str, OurSite | HugoSite] = {
        name: OurSite.prepare(corpus, folder / str(number), settings)
        for number, (name, settings) in enumerate(CONFIGURATIONS.items())
    }
    if options.hugo and hugo.is_here():
        peers[_HUGO] = HugoSite.prepare(corpus, folder / "hugo")
    for number in range(options.runs):
        for name, site in list(peers.items()):
            try:
                for case, result in site.measure_round(number):
                    found.results[name, case].append(result)
                    _say(f"{corpus.name} · {name} · {case} · {result.run.wall:.2f} s")
            except CommandError as error:
                _leave_out(found, name, error)
                del peers[name]
            else:
                if isinstance(site, OurSite):
                    target, built = site.folder / f"floor-{number}", site.folder / f"site-{number}-clean"
                    found.floors[name].append(measure_floor(site.folder / "content", built, target))
    for name, site in peers.items():
        for case, result in site.measure_round(options.runs, sampled=True):
            found.memory[name, case] = result.run.memory
            _say(f"{corpus.name} · {name} · {case} · {result.run.memory / 1e6:.0f} MB")
    return found


def _leave_out(found: Measured, site: str, error: CommandError) -> None:
    """Say why a site is not compared, and forget what was measured of it."""
    found.remarks.append(f"{site} is left out: {error}.")
    for case in CASES:
        found.results.pop((site, case), None)


def build_rows(found: Measured) -> Iterator[tuple[str, ...]]:
    """Give the rows of a corpus: each site's cases and the floor under it, then Hugo's."""
    peer = found.results.get((_HUGO, "clean"))
    beside = statistics.median(each.run.wall for each in peer) if peer else None
    for site in (*CONFIGURATIONS, _HUGO):
        floor = statistics.median(found.floors[site]) if site in found.floors else None
        for case in CASES:
            results = found.results.get((site, case))
            if results:
                yield build_row(site, case, results, found.memory.get((site, case), 0), floor, beside)
        if floor is not None:
            blank = ("",) * (len(HEADS) - 5)
            yield (site, "floor", _seconds(floor), *blank, "1.00", _ratio(floor, beside))


def build_row(
    site: str, case: str, results: Sequence[Result], memory: int, floor: float | None, peer: float | None
) -> tuple[str, ...]:
    """Give the row of a case: medians of its results, with the ratios to the floor and to the peer's clean build."""
    wall = statistics.median(each.run.wall for each in results)
    last = results[-1]
    return (
        site,
        case,
        _seconds(wall),
        _seconds(statistics.median(each.run.cpu for each in results)),
        *_phases([each.phases for each in results]),
        f"{memory / 1e6:.0f}" if memory else "–",
        f"{last.files:,}",
        f"{last.size / 1e6:.1f}",
        _ratio(wall, floor),
        _ratio(wall, peer),
    )


def _phases(runs: Sequence[Mapping[str, float]]) -> Iterator[str]:
    for phase in PHASES:
        seconds = [run[phase] for run in runs if phase in run]
        yield _seconds(statistics.median(seconds)) if seconds else "–"


def _seconds(value: float) -> str:
    return f"{value:.2f}"


def _ratio(value: float, other: float | None) -> str:
    return f"{value / other:.2f}" if other else ""


def _noise(found: Measured) -> str:
    others = [each.run.others for results in found.results.values() for each in results]
    if not others:
        return "Nothing could be measured."
    return (
        f"Other processes kept {statistics.median(others):.2f} cores busy meanwhile (median), {max(others):.2f} most."
    )


def _count(corpus: Path) -> str:
    return f"{sum(1 for _ in (corpus / 'news').glob('*.md')):,}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # the table comes when all is measured, and that takes minutes


def describe_machine(folder: Path) -> str:
    """Say in one line what was measured on: cores, memory, system, Python, and the kind of disk."""
    cpu = _field(Path("/proc/cpuinfo"), "model name") or platform.machine()
    memory = _field(Path("/proc/meminfo"), "MemTotal").removesuffix(" kB")
    size = f"{int(memory) / 1e6:.0f} GB, " if memory else ""
    disk = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    where = f"folders on {disk.stdout.strip()}" if disk.returncode == 0 else "folders on an unknown disk"
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cores ({cpu}), {size}{system}, Python {platform.python_version()}, {where}."


def _field(path: Path, name: str) -> str:
    """Give the first value of a name in a file of the system's; empty where there is none."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
