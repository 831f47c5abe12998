"""Articles, the index over them and the sentences, as they are in service now: swapped together, never half.

The search's answer to the dialogue (`bot.answers.Answers`) is here too, since it must speak of the same
articles as the renderer does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import structlog

from bot.nlu.danger import Dangers
from channels.card import card_png
from channels.errors import SearchUnavailable
from channels.media import Media
from channels.render import Wording
from channels.settings import Settings
from knowledge.baselines import compare
from knowledge.danger.judge import Judge, recipe
from knowledge.danger.opinion import Opinion
from knowledge.decide import OFFERED, Calibration, Candidate, Outcome, decide
from knowledge.errors import EmbeddingUnavailableError
from knowledge.evaluate import Figures
from knowledge.glosses.table import Glosses
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.normalise import normalise
from knowledge.offers import Offers
from knowledge.questions import Question
from knowledge.search import SearchIndex
from knowledge.vectors import VECTORS, Encoder, Floats, OnceEncoder
from locales.languages import Register, unregistered
from locales.phrases import Phrases

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the articles with its index."""

    index: SearchIndex | None
    #: Topics for questions in Indigenous languages; None without an index.
    offers: Offers | None
    wording: Wording


class Content:
    """What is in service; `live` follows the folder and swaps editions."""

    def __init__(
        self,
        settings: Settings,
        encoder: Encoder | None,
        *,
        trouble: str = "",
    ) -> None:
        #: The second opinion on danger and the search both need a message's vector.
        self._encoder = OnceEncoder(encoder) if encoder else None
        self._judge: Judge | None = None
        #: Why nothing can be searched, for operators; empty when it can.
        self.trouble = trouble
        self.calibration = Calibration.load()
        self._glosses = cache(Glosses.load)
        self._register = Register.load()
        self._phrases = Phrases.load(register=self._register)
        self._allow_unsigned = settings.serves_unsigned
        self.live = LiveLibrary(settings.knowledge_dir, self._put_in_service)
        self._edition = self._made(self.live.current)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """With the embedding model of the settings; takes seconds. Raises EmbeddingUnavailableError."""
        from knowledge.embedding import Embedder  # noqa: PLC0415 - torch is slow to import; commands without it are not

        content = cls(settings, Embedder.load(settings.embedding_model))
        content.learn_danger(if_changed=True)
        return content

    @classmethod
    def load_or_without_search(cls, settings: Settings) -> Self:
        """As `load`; where that fails, with articles and sentences and no search, which `trouble` then explains."""
        try:
            return cls.load(settings)
        except EmbeddingUnavailableError as error:
            log.error("search_unavailable", reason=str(error))
            return cls(settings, None, trouble=str(error))
        except Exception as error:
            # A damaged model or index: people still hear whom to call, and operators what to repair.
            log.exception("search_unavailable")
            return cls(settings, None, trouble=f"{type(error).__name__}: run `make setup` and look at its errors")

    @property
    def index(self) -> SearchIndex | None:
        """None where nothing is searched."""
        return self._edition.index

    @property
    def searches(self) -> bool:
        """Whether there is anything to search."""
        return self._edition.index is not None

    def wording(self) -> Wording:
        return self._edition.wording

    async def look_up(self, question: str, language: str) -> Outcome:  # noqa: ARG002 - both languages are searched
        """See `Answers.look_up`. Takes milliseconds; the dialogue has a thread of its own (`channels.dialogue`)."""
        return self.outcome(question)

    async def topics(self, question: str, language: str | None) -> tuple[Candidate, ...]:
        """See `Answers.topics`. Raises SearchUnavailable."""
        offers = self._edition.offers
        if offers is None:
            raise SearchUnavailable
        return offers.topics(question, language)

    def outcome(self, question: str) -> Outcome:
        """Raises SearchUnavailable: "we don't know" would be a lie where we could not look."""
        index = self._edition.index
        if index is None:
            raise SearchUnavailable
        return decide(index.search(question, OFFERED), self.calibration)

    def learn_danger(self, *, if_changed: bool) -> None:
        """What danger sounds like, from the examples of `knowledge/danger`; takes two minutes when they are new."""
        if self._encoder is None:
            return
        make = Judge.load if if_changed else Judge.train
        self._judge = make(self.live.current.articles, self._encoder, Dangers.load())

    async def opinion(self, text: str) -> Opinion | None:
        """See `Answers.opinion`."""
        return self.judged(text)

    def judged(self, text: str) -> Opinion | None:
        if self._judge is None or self._encoder is None or not (words := normalise(text)):
            return None
        return self._judge.opinion(text, self._encoder.encode_queries([words])[0])

    def vectors(self, texts: Sequence[str]) -> Floats | None:
        """What questions mean, as numbers that stay the same while articles change; None where nothing is searched."""
        return None if self._encoder is None else self._encoder.encode_queries([normalise(text) for text in texts])

    def compared(self, questions: Sequence[Question]) -> dict[str, Figures]:
        """Other ways to search beside ours, on the same articles and questions."""
        edition = self._edition
        if edition.index is None or self._encoder is None:
            return {}
        return compare(questions, edition.wording.library, self._encoder, edition.index, self.calibration)

    def parts(self, slug: str, language: str) -> int:
        """See `Answers.parts`."""
        wording = self._edition.wording
        article = wording.library.get(slug)
        return 0 if article is None else 1 + len(wording.words(article, language).paragraphs)

    def media(self, media: Media) -> bytes | None:
        """A card, or the recording of an article while that is in service. Raises OSError."""
        if not media.slug:
            return self._card(media.tag, media.name, media.town)
        article = self._edition.wording.library.get(media.slug)
        if article is None or media.tag not in article.recordings:
            return None
        return (self.live.folder / media.slug / f"{media.tag}.ogg").read_bytes()

    def _card(self, tag: str, name: str, town: str) -> bytes:
        language = self._register.get(tag) if tag else unregistered(name)
        return card_png(language, self._register, self._phrases, town or None)

    def _put_in_service(self, library: Library) -> None:
        self._edition = self._made(library)
        log.info("articles_in_service", version=library.version, articles=len(library.articles))

    def _made(self, library: Library) -> Edition:
        index = SearchIndex.build(library, self._encoder) if library.articles and self._encoder else None
        wording = Wording(
            library=library,
            phrases=self._phrases,
            register=self._register,
            allow_unsigned=self._allow_unsigned,
        )
        offers = Offers(library, index, self._glosses, self.calibration) if index else None
        return Edition(index, offers, wording)


def encode_articles(settings: Settings, *, if_changed: bool) -> None:
    """Make what the first start should find: all vectors, and what danger sounds like; takes up to two minutes."""
    version = LiveLibrary(settings.knowledge_dir).current.version
    present = f"{settings.embedding_model} {version} {recipe(Dangers.load())}"
    done = VECTORS / "encoded"
    if if_changed and done.is_file() and done.read_text() == present:
        return
    content = Content.load(settings)
    if not if_changed:
        content.learn_danger(if_changed=False)
    done.write_text(present)
