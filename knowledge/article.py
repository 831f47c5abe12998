"""What an article is once it has been read: values only, nothing about files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from knowledge.facts import FactValue, fill, in_words


class Status(StrEnum):
    """Whether the pathway that the article speaks of can be used today."""

    OPEN = "open"
    CLOSED = "closed"
    CONTESTED = "contested"


class Risk(StrEnum):
    """What happens once `review_by` has passed: HIGH is no longer answered, NORMAL carries a caveat."""

    HIGH = "high"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    #: Short name that facts refer to.
    id: str
    url: str
    publisher: str
    title: str
    #: A government, a court, the United Nations or the body that runs the service itself.
    official: bool
    checked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    value: FactValue
    #: The day on which this is known to have been true.
    as_of: date
    #: `Source.id`; None only while the fact is not confirmed.
    source: str | None
    confirmed: bool

    def text(self, tag: str) -> str:
        """The value as it is written in the language `tag`."""
        return in_words(self.value, tag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a translation was made from."""

    tag: str
    #: Digest of that language's words at the time (see `knowledge.digest.words_digest`).
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language of an article, with `{{ fact }}` placeholders still in it."""

    tag: str
    #: At most 40 characters: it is also the line of a numbered menu.
    title: str
    #: The short answer, sent first.
    sms: str
    #: The body, sent one by one on MORE.
    paragraphs: tuple[str, ...]
    #: How people ask; feeds the search, is never shown.
    asked_as: tuple[str, ...]
    #: Test questions that this article must answer; never used for the search.
    must_find: tuple[str, ...] = ()
    #: None in the language that the article was written in.
    translated_from: Origin | None = None

    def parts(self, article: Article) -> tuple[str, ...]:
        """What is sent, facts filled in: part 0 is `sms`, parts 1… are the paragraphs."""
        return tuple(fill(text, article.facts, self.tag) for text in (self.sms, *self.paragraphs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    #: Digest of the article that was signed (see `knowledge.digest.article_digest`).
    digest: str
    #: "Name, role".
    reviewer: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How somebody asked in a language that the article does not have, and who understood it."""

    tag: str
    text: str
    #: "Name, role".
    reviewer: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Who vouches for a recording, and for what."""

    tag: str
    speaker: str
    #: "Name, role": another person than the speaker, who understands the language.
    reviewer: str
    on: date
    #: Digest of the words that were read out, and of the file (see `knowledge.recording`).
    words: str
    sound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    slug: str
    title_for_editors: str
    #: Where this is true: us, mx, gt, hn, sv, cr, pa, bz, ca, ni or region.
    jurisdiction: str
    status: Status
    risk: Risk
    #: The desk that looks after it; not part of what is signed.
    owner: str
    checked_on: date
    review_by: date
    #: Belongs to what a person in danger may need.
    urgent: bool
    sources: tuple[Source, ...]
    facts: Mapping[str, Fact]
    see_also: tuple[str, ...]
    #: By language tag.
    words: Mapping[str, Words]
    signatures: tuple[Signature, ...] = ()
    #: Questions of `asked.yaml`: they lead to an offer of this article, never to the article itself.
    asked: tuple[Asked, ...] = ()
    #: Entries of `recorded.yaml`, and the tags of those recordings `<tag>.ogg` that may be sent today.
    recorded: tuple[Recorded, ...] = ()
    recordings: frozenset[str] = field(default_factory=frozenset)
