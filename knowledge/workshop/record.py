"""A recording is put on record: who speaks, who vouches for it, and the words that it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.article import Recorded
from knowledge.errors import KnowledgeError
from knowledge.problems import Problem
from knowledge.recording import LARGEST, LONGEST, sound_of, trouble, words_read_out
from knowledge.workshop.desk import open_article, write
from knowledge.workshop.edit import scalar
from knowledge.workshop.vet import REVIEWER
from locales.languages import Register

FILE = "recorded.yaml"
HEAD = (
    "# Who speaks in the recordings, who listened and vouches for them, and the words that were read out: once those\n"
    "# change, the recording is not sent any more. Written by `rumbo knowledge record`.\n"
)


def record(folder: Path, slug: str, *, tag: str, speaker: str, reviewer: str, today: date) -> Path:
    """Writes the entry of `<tag>.ogg`, in place of an older one; the file that was written.

    Raises:
        KnowledgeError: no such article, language or file; the file is no short Opus sound; nobody else than the speaker
            vouches for it, or `reviewer` is not "Name, role". Nothing is written then.
    """
    article = open_article(folder, slug)
    speaker, reviewer = " ".join(speaker.split()), " ".join(reviewer.split())
    if tag not in {language.tag for language in Register.load().languages}:
        raise _refused(slug, "unknown_language", language=tag)
    if not REVIEWER.fullmatch(reviewer) or not speaker:
        raise _refused(slug, "bad_reviewer")
    if reviewer.partition(",")[0].strip().casefold() == speaker.partition(",")[0].strip().casefold():
        raise _refused(slug, "recording_own_word")
    try:
        sound = sound_of(folder / slug / f"{tag}.ogg")
    except OSError:
        raise _refused(slug, "recording_missing", language=tag, file_name=f"{tag}.ogg") from None
    words = words_read_out(article, tag)
    entry = Recorded(tag=tag, speaker=speaker, reviewer=reviewer, on=today, words=words, sound=sound.digest)
    if (code := trouble(article, tag, sound, entry)) is not None:
        limits = {"limit": str(LARGEST // 1024 // 1024), "seconds": str(LONGEST)}
        raise _refused(slug, code, **limits, language=tag)
    kept = [one for one in article.recorded if one.tag != tag]
    write(folder / slug / FILE, HEAD + "".join(map(_written, (*kept, entry))))
    return folder / slug / FILE


def _written(one: Recorded) -> str:
    said = {"language": one.tag, "speaker": one.speaker, "reviewer": one.reviewer}
    lines = [f"{key}: {scalar(value)}" for key, value in said.items()]
    return "- " + "\n  ".join([*lines, f"on: {one.on}", f'words: "{one.words}"', f'sound: "{one.sound}"']) + "\n"


def _refused(slug: str, code: str, **values: str) -> KnowledgeError:
    return KnowledgeError([Problem(file=slug, line=None, key="", code=code, values={"slug": slug, **values})])
