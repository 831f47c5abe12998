"""From keys to words: each reply of the dialogue in the person's language, before it is fitted to a channel.

Nothing is decided here and nothing is sent: values in, texts out. Whether an article may be said today is
`knowledge.served`'s to know; here it only changes which sentence stands below or instead of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.replies import ArticlePart, Card, Choices, Emergency, Phrase, Reply, Right, Sources, Topics
from channels.card import card_text
from channels.media import Media
from knowledge.article import Article, Words
from knowledge.digest import is_signed
from knowledge.emergency import ARTICLE, last_resort, numbers_for
from knowledge.facts import in_words
from knowledge.library import Library
from knowledge.served import Serving, serving
from locales.catalog import OURS
from locales.languages import Register, unregistered
from locales.lexicon.words import topic_word
from locales.phrases import Phrases
from locales.rights import Rights

#: Of an article's sources, the official ones a person gets on SOURCES; the console shows all.
MOST_SOURCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """What the person sees as one message, still with every accent."""

    text: str
    #: Stands above the text where the channel has bold letters.
    heading: str = ""
    #: Below the text: the date it was checked, what to reply for more.
    footer: str = ""
    #: Left out where every letter costs money.
    free_only: bool = False
    #: A picture that says the same, or a recording, where the channel has them.
    media: Media | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Everything that sentences are made from; one per version of the articles."""

    library: Library
    phrases: Phrases
    register: Register
    allow_unsigned: bool
    #: For editors: also what no speaker has signed, in languages that the team does not write.
    drafts: bool = False
    rights: Rights = field(default_factory=Rights.load)

    def reading(self, tag: str | None) -> Wording:
        """The same for who reads the language `tag` rather than others that stand in for their own."""
        if tag is None:
            return self
        register = self.register.preferring(tag)
        return replace(self, register=register, phrases=replace(self.phrases, register=register))

    def words(self, article: Article, tag: str) -> Words:
        """The article in the first language of the person's fallback chain that it has and that may be read.

        `allow_unsigned` is for languages that the team writes itself. A wrong sentence about rights in another one is
        worse than a Spanish one, so its words wait for a signature in any case.
        """
        chain = (*self.register.chain(tag), *OURS)
        return next(article.words[wish] for wish in chain if wish in article.words and self._may_be_read(article, wish))

    def _may_be_read(self, article: Article, tag: str) -> bool:
        return tag in OURS or self.drafts or is_signed(article)


def render(replies: Sequence[Reply], wording: Wording, *, tag: str, today: date) -> tuple[Bubble, ...]:
    """The bubbles of one turn, in order."""
    return tuple(bubble for reply in replies for bubble in _said(reply, wording, tag, today))


def _said(reply: Reply, wording: Wording, tag: str, today: date) -> Iterator[Bubble]:  # noqa: C901 - one for each kind
    match reply:
        case Phrase():
            yield Bubble(text=wording.phrases.say(reply.key, tag, **reply.params))
        case ArticlePart() | Sources() if reply.slug not in wording.library:
            # Taken out of service between the decision and now.
            yield Bubble(text=wording.phrases.say("utter_topic_gone", tag))
        case ArticlePart():
            article = wording.library.articles[reply.slug]
            served = serving(article, today=today, allow_unsigned=wording.allow_unsigned)
            # A voice cannot say "this may have changed".
            if not reply.part and tag in article.recordings and served is Serving.FULL:
                yield Bubble(text="", media=Media(tag=tag, slug=reply.slug))
            yield _article(article, reply, wording, tag, today)
        case Sources():
            yield _sources(wording.library.articles[reply.slug], wording, tag)
        case Topics():
            yield _topics(reply, wording, tag)
        case Choices():
            yield _choices(reply, wording, tag)
        case Card():
            yield _card(reply, wording, tag)
        case Right():
            yield from _right(reply, wording, tag)
        case Emergency():
            yield _emergency(reply, wording, tag)


def _article(article: Article, reply: ArticlePart, wording: Wording, tag: str, today: date) -> Bubble:
    words = wording.words(article, tag)
    served = serving(article, today=today, allow_unsigned=wording.allow_unsigned)
    checked = in_words(article.checked_on, words.tag)
    say = wording.phrases.say
    if served is Serving.WITHHELD_OVERDUE:
        return Bubble(text=say("withheld_overdue", tag, title=words.title, date=checked))
    if served is Serving.WITHHELD_UNSIGNED:
        return Bubble(text=say("withheld_unsigned", tag, title=words.title))
    parts = words.parts(article)
    if part := reply.part:
        mark = "part_of" if part < len(parts) - 1 else "part_last"
        return Bubble(text=parts[part], footer=say(mark, tag, number=str(part), total=str(len(parts) - 1)))
    key = "answer_overdue" if served is Serving.CAVEAT else "answer_checked"
    if reply.has_right:
        key = f"{key}_right"
    footer = say(key, tag, date=checked, language=wording.register.get(tag).es)
    return Bubble(heading=words.title, text=parts[0], footer=footer)


def _title(article: Article, wording: Wording, tag: str) -> str:
    """With a word of the person's language beside it, where there is a sure one."""
    title, word = wording.words(article, tag).title, topic_word(tag, article.slug)
    return f"{title} ({word})" if word else title


def _choices(reply: Choices, wording: Wording, tag: str) -> Bubble:
    intro, *options = (wording.phrases.say(key, tag, **reply.params) for key in (reply.intro, *reply.options))
    return Bubble(text="\n".join([intro, *(f"{number} {option}" for number, option in enumerate(options, start=1))]))


def _card(reply: Card, wording: Wording, tag: str) -> Bubble:
    language = wording.register.get(reply.tag) if reply.tag else unregistered(reply.name)
    media = Media(tag=language.tag, name="" if language.tag else language.name, town=reply.town)
    text = card_text(language, wording.phrases, reply.town or None)
    return Bubble(text=f"{text}\n\n{wording.phrases.say('card_how', tag)}", media=media)


def _right(reply: Right, wording: Wording, tag: str) -> Iterator[Bubble]:
    """The text as the United Nations publish it, led by where it is from; nothing where it has gone."""
    found = wording.rights.right(tag, reply.topic, reply.town or None)
    if found is None:
        return
    key = "right_cited_of" if found.of else "right_cited"
    cited = wording.phrases.say(key, tag, article=str(found.article), place=found.of or "")
    yield Bubble(text=f"{cited}\n{found.text}", free_only=not reply.asked)


def _sources(article: Article, wording: Wording, tag: str) -> Bubble:
    title = wording.words(article, tag).title
    shown = [source for source in article.sources if source.official] or article.sources
    lines = list(dict.fromkeys(f"{source.publisher}: {source.url}" for source in shown))[:MOST_SOURCES]
    checked = wording.phrases.say("sources_checked", tag, date=in_words(article.checked_on, tag))
    return Bubble(heading=title, text="\n".join([wording.phrases.say("sources_intro", tag), *lines]), footer=checked)


def _topics(reply: Topics, wording: Wording, tag: str) -> Bubble:
    # A number must mean the same to the dialogue, so a title that is gone leaves its line empty, not out.
    articles = [wording.library.get(slug) for slug in reply.slugs]
    titles = ["-" if article is None else _title(article, wording, tag) for article in articles]
    lines = [f"{number} {title}" for number, title in enumerate(titles, start=1)]
    return Bubble(text="\n".join([wording.phrases.say(reply.intro, tag), *lines]))


def _emergency(reply: Emergency, wording: Wording, tag: str) -> Bubble:
    article = wording.library.get(ARTICLE)
    lines = last_resort(reply.country, tag) if article is None else numbers_for(article, reply.kind, reply.country, tag)
    return Bubble(text="\n".join([wording.phrases.say(f"danger_{reply.kind}", tag), *lines]))
