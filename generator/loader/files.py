"""The files of a content folder: which are read, in an order that no disk decides, and as what text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from posixpath import splitext

import msgspec

from generator.diagnostics import Diagnostic, Place, fault
from generator.loader.source import Source
from generator.statuses import Status
from generator.text import clean_text

MARKDOWN = frozenset((".md", ".markdown"))
"""Extensions of files with front matter."""
YAML = frozenset((".yaml", ".yml"))
"""Extensions of files that are YAML alone."""
_TEXT = (
    MARKDOWN
    | YAML
    | {".txt", ".text", ".htm", ".html", ".json", ".toml", ".rst", ".mdx", ".mdown", ".mkd", ".adoc", ".org"}
)
_SKIPPED_BEGINNINGS = (".", "_", "#", "README", "readme", "Readme")
_SKIPPED_ENDS = ("~", ".swp", ".swo", "#")
"""How the names of files and folders that are hidden, private, read-mes or editors' leftovers begin and end."""
BOM = b"\xef\xbb\xbf"
"""The byte order mark that some editors begin a UTF-8 file with."""
_UTF8_HINT = "save the file as UTF-8"


class FoundFiles(msgspec.Struct):
    """Paths inside the content folder, with forward slashes and sorted, by what they are read as.

    `statuses` has those of articles' files that were looked at; reading takes them out, for they are large, and puts
    in those of files that it looks at or opens itself, as they were before it read them.
    """

    articles: list[str] = msgspec.field(default_factory=list)
    topics: list[str] = msgspec.field(default_factory=list)
    providers: list[str] = msgspec.field(default_factory=list)
    pages: list[str] = msgspec.field(default_factory=list)
    diagnostics: list[Diagnostic] = msgspec.field(default_factory=list)
    statuses: dict[str, Status] = msgspec.field(default_factory=dict)


SITE_FILE = "site.yaml"


def find_files(folder: Path, shown_as: str) -> FoundFiles:
    """Find the files of a content folder, its subfolders and the folders linked into it."""
    found = FoundFiles()
    kinds = {
        "topics": (MARKDOWN | YAML, found.topics),
        "providers": (MARKDOWN | YAML, found.providers),
        "pages": (MARKDOWN, found.pages),
    }
    paths = sorted(_walk(folder, shown_as, found.diagnostics))
    are_plain = _is_plain("".join(paths))  # tens of thousands, of which hardly any is not
    beginnings = tuple(f"{kind}/" for kind in kinds)
    for path in paths:
        if are_plain and path.endswith(".md") and not path.startswith(beginnings):  # nearly all of them
            found.articles.append(path)
            continue
        if not are_plain and (wrong := explain_name(path)):
            place = Place(shown_path(shown_as, path))
            found.diagnostics.append(fault("F101", f"the file's name {wrong}", place, "rename it"))
            continue
        wanted, target = kinds[path.partition("/")[0]] if path.startswith(beginnings) else (MARKDOWN, found.articles)
        extension = splitext(path)[1].lower()
        if extension in wanted:
            target.append(path)
        elif extension in _TEXT and path != SITE_FILE:
            found.diagnostics.append(_unread(path, wanted, shown_as))
    return found


def _unread(path: str, wanted: frozenset[str], shown_as: str) -> Diagnostic:
    hint = "rename it to site.yaml" if path == "site.yml" else f"files read here end in {_listed(wanted)}"
    return fault("F201", "the file is not read", Place(shown_path(shown_as, path)), hint)


def _listed(extensions: frozenset[str]) -> str:
    return " or ".join(sorted(extensions, key=lambda extension: (extension != ".md", extension)))


def shown_path(shown_as: str, path: str) -> str:
    """Join the content folder as the person typed it and a path inside it."""
    shown = f"{shown_as.rstrip('/') or '/'}/{path}" if shown_as not in ("", ".") else path
    return shown.encode("utf-8", "replace").decode("utf-8").replace("//", "/", shown.startswith("//"))


def _walk(folder: Path, shown_as: str, faults: list[Diagnostic]) -> Iterator[str]:
    """Give the paths of all files; a linked folder is entered once, after the real ones, so loops end."""
    entered: set[tuple[int, int]] = set()
    pending: list[str] = [""]
    linked: list[str] = []
    while pending or linked:
        if not pending:
            linked.sort(reverse=True)
        inside = pending.pop() if pending else linked.pop()
        try:
            if not _enter(folder / inside, entered):
                continue
            entries = list(os.scandir(folder / inside))
        except OSError as error:
            faults.append(unreadable("folder", error, shown_path(shown_as, inside)))
            continue
        above = f"{inside}/" if inside else ""
        for entry in entries:
            name = entry.name
            if name.startswith(_SKIPPED_BEGINNINGS) or name.endswith(_SKIPPED_ENDS):
                continue
            if not _is_folder(entry):
                yield above + name
            elif entry.is_symlink():
                linked.append(above + name)
            else:
                pending.append(above + name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder, or a link to one; links in a circle lead nowhere."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _enter(folder: Path, entered: set[tuple[int, int]]) -> bool:
    """Tell whether a folder is entered for the first time, and remember it."""
    status = folder.stat()
    identity = status.st_dev, status.st_ino
    if identity in entered:
        return False
    entered.add(identity)
    return True


def explain_name(path: str) -> str:
    """Say what is wrong with the name of a file, for it becomes a part of an address; empty where nothing is."""
    if _is_plain(path):
        return ""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "is not UTF-8"
    if "\\" in path or clean_text(path) != path or "\t" in path or "\n" in path:
        return "has a backslash or a control character in it"
    return ""


def _is_plain(name: str) -> bool:
    return name.isascii() and name.isprintable() and "\\" not in name


def read_source(folder: Path, path: str, shown_as: str) -> Source | Diagnostic:
    """Read a file as text: UTF-8, line breaks made LF, a byte order mark dropped; or say why it cannot be read."""
    content = read_content(folder, path, shown_as)
    return content if isinstance(content, Diagnostic) else decode_source(content, shown_path(shown_as, path))


def read_content(folder: Path, path: str, shown_as: str) -> bytes | Diagnostic:
    """Read a file's bytes, or say why it cannot be read."""
    shown = shown_path(shown_as, path)
    file = folder / path
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return fault("F101", "not an ordinary file", Place(shown))
        return file.read_bytes()
    except OSError as error:
        return unreadable("file", error, shown)


def decode_source(content: bytes, shown: str) -> Source | Diagnostic:
    """Decode a file's bytes; `shown` is its path as the person typed it."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(content, error.start, shown)
    text = text.removeprefix("\ufeff")
    return Source(shown, text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)


def normalise_bytes(content: bytes) -> bytes:
    """Make line breaks LF and drop a byte order mark, as `decode_source` does."""
    content = content.removeprefix(BOM)
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content


def unreadable(what: str, error: OSError, shown: str) -> Diagnostic:
    """Build the fault of a file or folder that the system does not let us read."""
    return fault("F101", f"the {what} cannot be read: {error.strerror or type(error).__name__}", Place(shown))


def _not_utf8(content: bytes, start: int, shown: str) -> Diagnostic:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return fault("F102", "the file is UTF-16, not UTF-8", Place(shown, 1, 1), _UTF8_HINT)
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    before = content[:start].decode("utf-8").removeprefix("\ufeff")
    source = Source(shown, text.replace("\r\n", "\n").replace("\r", "\n"))
    offset = len(before.replace("\r\n", "\n"))
    return fault("F102", f"the byte {content[start]:02X} is not UTF-8", source.place(offset), _UTF8_HINT)
