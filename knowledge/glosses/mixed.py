"""Spanish questions whose common words are put into another language, word by word, as a test of offers.

    python -m knowledge.glosses.mixed --data DIR tests/questions/es.tune.jsonl > tests/questions/mixed.offers.jsonl

They are no sentences of any language and nobody would write them; they show what happens when most words of a question
are not Spanish and the telling ones may be. The words are GATITOS' (CC-BY-4.0), by way of English.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from knowledge.glosses.pairs import SPANISH, dictionary
from knowledge.questions import Question, read_questions
from locales.plain import plain

TAGS: Final = ("quc", "mam", "kek", "yua", "nah", "qu", "gn")
#: Longest entry, in Spanish words.
LONGEST: Final = 3
#: Every how manieth question is taken; another one for each language.
STEP: Final = 2

Dictionary = Mapping[tuple[str, ...], str]


def mixed(question: str, words: Dictionary) -> str:
    """The question with every entry of the dictionary replaced, longest first; the rest stays as it was typed."""
    typed = list(SPANISH.finditer(question))
    spanish = tuple(plain(word[0]) for word in typed)
    said, written, at = "", 0, 0
    while at < len(typed):
        for length in range(min(LONGEST, len(typed) - at), 0, -1):
            if (ours := words.get(spanish[at : at + length])) is not None:
                said += question[written : typed[at].start()] + ours
                written = typed[at + length - 1].end()
                break
        else:
            length = 1
        at += length
    return said + question[written:]


def test_set(data: Path, questions: list[Question]) -> Iterator[Question]:
    asked = [each for each in questions if each.in_scope and not each.urgent and each.right]
    for turn, tag in enumerate(TAGS):
        words = dictionary(data, tag)
        for question in asked[turn % STEP :: STEP]:
            text = mixed(question.text, words)
            if text != question.text:
                yield question.model_copy(update={"id": f"{tag}-{question.id}", "lang": tag, "text": text})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    questions = [question for file in given.files for question in read_questions(file)]
    for question in test_set(given.data, questions):
        sys.stdout.write(question.model_dump_json() + "\n")


if __name__ == "__main__":
    main()
