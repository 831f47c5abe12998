"""What somebody at the console proposes for the articles: a file each, of which nothing is in service.

An editor sees them with `rumbo knowledge proposals`, and takes one over or drops it. `knowledge/proposals/` is beside
the articles, so that a proposal travels with the folder as everything else does.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.check import check
from knowledge.errors import KnowledgeError
from knowledge.normalise import fold
from knowledge.problems import Problem, errors_in
from knowledge.rules.lengths import Measure
from knowledge.workshop.ask import label
from knowledge.workshop.desk import SLUG, open_article, write
from knowledge.workshop.edit import set_front
from knowledge.workshop.new import new_article

HEAD = """\
# Proposed at the console. Nothing of this is in service: `rumbo knowledge proposals` shows it, `take` puts it into the
# article, `drop` deletes it.
"""
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    #: Of its file, without `.yaml`.
    name: str
    #: The article that it is for; empty when there is none yet.
    article: str
    #: What a new article would be about; empty for one that there is.
    about: str
    language: str
    #: Ways to ask, in the words of whoever proposed them.
    asked_as: tuple[str, ...]
    note: str
    by: str
    on: date


def propose(
    folder: Path,
    *,
    article: str = "",
    about: str = "",
    language: str,
    asked_as: Sequence[str],
    note: str = "",
    by: str,
    on: date,
) -> Proposal:
    """The proposal, written to a file of its own. Raises OSError when the folder cannot be written."""
    subject = article or "-".join(fold(about).split())[:40].strip("-")
    name = f"{on}-{subject or 'new'}-{secrets.token_hex(2)}"
    made = Proposal(
        name=re.sub(r"[^a-z0-9-]+", "", name),
        article=article,
        about=about,
        language=language,
        asked_as=tuple(asked_as),
        note=note,
        by=by,
        on=on,
    )
    folder.mkdir(parents=True, exist_ok=True)
    write(_file(folder, made.name), HEAD + yaml.safe_dump(_stored(made), allow_unicode=True, sort_keys=False))
    return made


def proposals(folder: Path) -> tuple[Proposal, ...]:
    """All that can be read, the newest first."""
    found = (_read(file) for file in sorted(folder.glob("*.yaml"), reverse=True))
    return tuple(each for each in found if each is not None)


def take(
    folder: Path,
    articles: Path,
    name: str,
    *,
    slug: str | None,
    today: date,
    measure: Measure,
    reviewer: str | None = None,
) -> list[Problem]:
    """Put the ways to ask into the article and delete the proposal; what the check then says of the article.

    `slug` names another article than the proposal does, or the new one that is started for it. `reviewer` ("Name,
    role") has understood questions in a language that the article does not have (`ask.label`). Raises KnowledgeError.
    """
    proposal = _open(folder, name)
    chosen = slug or proposal.article
    if not chosen:
        raise KnowledgeError([Problem(file=f"{name}.yaml", line=None, key="", code="proposal_needs_slug")])
    if proposal.about and SLUG.fullmatch(chosen) and not (articles / chosen).exists():
        new_article(articles, chosen, today=today)
        _ask(articles / chosen / f"{proposal.language}.md", (), proposal)
    else:
        words = open_article(articles, chosen).words.get(proposal.language)
        if words is None:
            _label(articles, chosen, proposal, reviewer, today)
        else:
            _ask(articles / chosen / f"{proposal.language}.md", words.asked_as, proposal)
    drop(folder, name)
    return errors_in(check(articles, measure, today, only=[chosen]))


def drop(folder: Path, name: str) -> None:
    """Raises KnowledgeError when there is no such proposal."""
    _open(folder, name)
    _file(folder, name).unlink()


def _label(articles: Path, slug: str, proposal: Proposal, reviewer: str | None, today: date) -> None:
    if reviewer is None:
        values = {"language": proposal.language}
        raise KnowledgeError([Problem(file=slug, line=None, key="", code="proposal_language", values=values)])
    label(articles, slug, proposal.asked_as, tag=proposal.language, reviewer=reviewer, today=today)


def _ask(file: Path, present: Sequence[str], proposal: Proposal) -> None:
    known = {fold(each) for each in present}
    more = [each for each in proposal.asked_as if fold(each) not in known]
    text = file.read_bytes().decode("utf-8-sig")
    write(file, set_front(text, {"asked_as": [*present, *more]}))


def _open(folder: Path, name: str) -> Proposal:
    # The name may come from anywhere: it must not lead out of the folder.
    found = _read(_file(folder, name)) if NAME.fullmatch(name) else None
    if found is None:
        raise KnowledgeError([Problem(file=f"{name}.yaml", line=None, key="", code="no_such_proposal")])
    return found


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.yaml"


def _stored(proposal: Proposal) -> Mapping[str, Any]:
    for_what = {"article": proposal.article} if proposal.article else {"new_article": proposal.about}
    note = {"note": proposal.note} if proposal.note else {}
    asked = {"language": proposal.language, "asked_as": list(proposal.asked_as)}
    return {**for_what, **asked, **note, "proposed_by": proposal.by, "proposed_on": proposal.on}


def _read(file: Path) -> Proposal | None:
    """None for what is no proposal (any more), or was changed into something else."""
    try:
        stored = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Proposal(
            name=file.stem,
            article=str(stored.get("article", "")),
            about=str(stored.get("new_article", "")),
            language=str(stored["language"]),
            asked_as=tuple(map(str, stored["asked_as"])),
            note=str(stored.get("note", "")),
            by=str(stored["proposed_by"]),
            on=date.fromisoformat(str(stored["proposed_on"])),
        )
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError):
        return None
