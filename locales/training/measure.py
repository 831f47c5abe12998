"""How well models do on whole sources that they did not learn from, as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from locales.grams import letters
from locales.identify import Identifier
from locales.training.texts import UNSEEN, Line
from locales.training.windows import BANDS, Kind, windows

#: The languages of the promise; Ixil has one source only and cannot be held out.
PROMISED: Final = ("quc", "mam", "kek", "cak", "yua", "nah", "qu", "gn", "mix", "es", "en")

WHAT: Final = ("best", "named", "wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    kind: Kind
    #: Share of texts whose likeliest language is the right one.
    best: float
    #: Share of texts for which the right language is named.
    named: float
    #: Share of texts for which another language is named.
    wrong: float


#: By label and source, then by band.
Pairs = dict[tuple[str, str], dict[int, list[Row]]]


def measured(model: Identifier, lines: Sequence[Line], most: int, seed: int) -> list[Row]:
    rows = []
    for kind, texts in windows(lines, most, seed).items():
        written = [w for w in map(letters, texts) if w]
        if not written or (kind.label not in model.tags and kind.label not in UNSEEN):
            continue
        best = [model.tags[int((model.scores(w)[0] + model.prior)[: len(model.tags)].argmax())] for w in written]
        named = [model.guess(w).tag for w in written]
        rows.append(
            Row(
                kind=kind,
                best=float(np.mean([tag == kind.label for tag in best])),
                named=float(np.mean([tag == kind.label for tag in named])),
                wrong=float(np.mean([tag not in {kind.label, None} for tag in named])),
            )
        )
    return rows


def table(rows: Sequence[Row], main_sources: Collection[tuple[str, str]]) -> str:
    """Markdown: each label and source, then the means; `main_sources`: the largest source of each label."""
    pairs: Pairs = defaultdict(lambda: defaultdict(list))
    for row in rows:
        pairs[row.kind.label, row.kind.source][row.kind.band].append(row)
    said = ["| label | held out | likeliest is right | right one named | wrong one named |", "|---|---|---|---|---|"]
    said += [_line(label, source, [_three(bands, what) for what in WHAT]) for (label, source), bands in pairs.items()]
    promised = [pair for pair in pairs if pair[0] in PROMISED and pair[1] != "articles"]
    smaller = [pair for pair in promised if pair not in main_sources]
    unseen = [pair for pair in pairs if pair[0] in UNSEEN]
    for name, some in (("smaller sources", smaller), ("every source", promised), ("unseen languages", unseen)):
        said.append(_line("mean", name, [_macro(pairs, some, what) for what in WHAT]))
    return "\n".join([*said[:2], *sorted(said[2:]), ""])


def _line(*cells: str | list[str]) -> str:
    flat = [cell for some in cells for cell in ([some] if isinstance(some, str) else some)]
    return f"| {' | '.join(flat)} |"


def _three(bands: Mapping[int, Sequence[Row]], what: str) -> str:
    return "/".join(_mean([getattr(row, what) for row in bands.get(band, ())]) for band in range(len(BANDS)))


def _mean(values: Sequence[float]) -> str:
    return f"{np.mean(values):.2f}" if values else "–"


def _macro(pairs: Pairs, some: Sequence[tuple[str, str]], what: str) -> str:
    """First the mean over the sources of a label, then over labels."""
    means = []
    for band in range(len(BANDS)):
        labels: dict[str, list[float]] = defaultdict(list)
        for pair in some:
            labels[pair[0]] += [getattr(row, what) for row in pairs[pair][band]]
        means.append(f"{np.mean([np.mean(values) for values in labels.values()]):.3f}")
    return "/".join(means)
