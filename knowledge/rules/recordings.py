"""Recordings: their format and length, who vouches for them, and whether they still say what the article says."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from knowledge.parse import Draft
from knowledge.problems import Problem
from knowledge.recording import LARGEST, LONGEST, trouble


def recordings(draft: Draft, registered: Collection[str]) -> Iterator[Problem]:
    """None of these holds an article back: people read it, they do not hear it."""
    if draft.article is None:
        return
    values = {"slug": draft.slug, "limit": str(LARGEST // 1024 // 1024), "seconds": str(LONGEST)}
    for tag, sound in draft.sounds.items():
        file = f"{tag}.ogg"
        if tag not in registered:
            yield draft.problem("unknown_language", file, language=tag)
        elif (code := trouble(draft.article, tag, sound, draft.recorded.get(tag))) is not None:
            yield draft.problem(code, file, **values, language=tag)
    for tag in draft.recorded.keys() - draft.sounds.keys():
        yield draft.problem("recording_missing", "recorded.yaml", language=tag, file_name=f"{tag}.ogg")
