"""A translator has looked: the translation says the same as its source does now."""

from __future__ import annotations

from pathlib import Path

from knowledge.digest import words_digest
from knowledge.errors import KnowledgeError
from knowledge.problems import Problem, errors_in
from knowledge.workshop.desk import open_draft, write
from knowledge.workshop.edit import set_front


def mark_translated(folder: Path, slug: str, *, tag: str, origin: str = "en") -> bool:
    """Writes the present digest of `origin` into `<tag>.md`; False when it was there already.

    Raises:
        KnowledgeError: there is no such article or language, or one of the two files cannot be read.
    """
    draft = open_draft(folder, slug)
    words, source = draft.words.get(tag), draft.words.get(origin)
    if words is None or source is None or tag == origin:
        files = {f"{slug}/{tag}.md", f"{slug}/{origin}.md"}
        unread = [problem for problem in errors_in(draft.problems) if problem.file in files]
        values = {"language": tag, "origin": origin}
        refused = Problem(file=f"{slug}/{tag}.md", line=None, key="", code="not_a_translation", values=values)
        raise KnowledgeError(unread or [refused])
    if words.translated_from is not None and words.translated_from.digest == words_digest(source):
        return False
    path = folder / slug / f"{tag}.md"
    text = path.read_bytes().decode("utf-8-sig")
    write(path, set_front(text, {"translated_from": f"{origin}@sha256:{words_digest(source)}"}))
    return True
