"""Reading the folder of articles: the only place of this package that lists and opens its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge.parse import Files
from knowledge.recording import sound_of

ARTICLES = Path(__file__).resolve().parent / "articles"

#: What editors' programs and synchronisers leave behind for a moment.
PASSING_PREFIXES = (".", "#", "~", "_")
PASSING_SUFFIXES = ("~", ".tmp", ".swp", ".swx", ".bak", ".part", ".orig", ".rej")
#: vim tries whether it may write with a file of this name.
PASSING_NAMES = {"4913", "Thumbs.db", "desktop.ini"}

#: (name, modification time in ns, size, inode) of every file: equal when nothing has changed.
Fingerprint = tuple[tuple[str, int, int, int], ...]


def read_articles(folder: Path) -> Mapping[str, Files]:
    """The files of every article by slug; empty when the folder is not there. Never raises on a file."""
    return {article.name: read_article(article) for article in article_folders(folder)}


def read_article(article: Path) -> Files:
    files: dict[str, bytes | None] = {}
    for path in _listed(article):
        if path.suffix == ".ogg":
            files[path.name] = _heard(path)
            continue
        try:
            files[path.name] = path.read_bytes()
        except FileNotFoundError:
            continue  # it was a save in passing
        except OSError:
            files[path.name] = None
    return files


def _heard(path: Path) -> bytes | None:
    """A recording's measures stand for its bytes: nobody reads those here, and they are many."""
    try:
        return sound_of(path).written()
    except OSError:
        return None


def article_folders(folder: Path) -> list[Path]:
    return [path for path in _listed(folder) if path.is_dir()]


def fingerprint(folder: Path) -> Fingerprint:
    found = []
    for article in article_folders(folder):
        found.append((article.name, 0, 0, 0))
        for path in _listed(article):
            try:
                stat = path.stat()
            except OSError:
                continue
            found.append((f"{article.name}/{path.name}", stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not _passing(path.name))
    except OSError:
        return []


def _passing(name: str) -> bool:
    return name in PASSING_NAMES or name.startswith(PASSING_PREFIXES) or name.endswith(PASSING_SUFFIXES)
