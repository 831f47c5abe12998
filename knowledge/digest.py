"""The fingerprint of what an article says: any change of meaning changes it, re-ordering a file does not.

Not part of the meaning: how people ask (`asked_as`, `must_find`), what a translation was made from, `owner` and
`title_for_editors`.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any

from knowledge.article import Article, Words

#: Hexadecimal digits kept.
LENGTH = 16


def words_meaning(words: Words) -> dict[str, Any]:
    return {"title": words.title, "sms": words.sms, "paragraphs": list(words.paragraphs)}


def head_meaning(article: Article) -> dict[str, Any]:
    """What `article.yaml` says, as JSON values."""
    return {
        "jurisdiction": article.jurisdiction,
        "status": article.status.value,
        "risk": article.risk.value,
        "urgent": article.urgent,
        "checked_on": article.checked_on.isoformat(),
        "review_by": article.review_by.isoformat(),
        "see_also": list(article.see_also),
        "sources": [
            {
                "id": source.id,
                "url": source.url,
                "publisher": source.publisher,
                "title": source.title,
                "official": source.official,
                "checked_on": source.checked_on.isoformat(),
            }
            for source in article.sources
        ],
        "facts": {
            key: {
                "value": _plain(fact.value),
                "as_of": fact.as_of.isoformat(),
                "source": fact.source,
                "confirmed": fact.confirmed,
            }
            for key, fact in article.facts.items()
        },
    }


def article_meaning(article: Article) -> dict[str, Any]:
    """Everything a signature stands for, readable; kept beside the signature so that changes can be told."""
    words = {tag: words_meaning(words) for tag, words in sorted(article.words.items())}
    return {"article": head_meaning(article), "words": words}


def words_digest(words: Words) -> str:
    return _digest(words_meaning(words))


def article_digest(article: Article) -> str:
    languages = {tag: words_digest(words) for tag, words in article.words.items()}
    return _digest({"article": head_meaning(article), "words": languages})


def is_signed(article: Article) -> bool:
    present = article_digest(article)
    return any(signature.digest == present for signature in article.signatures)


def _plain(value: Any) -> Any:
    # A date and the same text are different facts: one is written out per language, the other is sent as it stands.
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _digest(meaning: Any) -> str:
    text = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:LENGTH]
