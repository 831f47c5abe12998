"""`make chaos`: SQLite, then PostgreSQL; a table, and JSON for machines. Ends with 1 when a promise was broken."""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from channels.bench.report import machine
from tests.chaos.run import Plan, Report, run

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3.0)
    parser.add_argument("--light", action="store_true", help="a stand-in for the models: more kills in less time")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="keep logs and databases in this folder")
    options = parser.parse_args()
    reports = []
    for database in options.database or DATABASES:
        with tempfile.TemporaryDirectory(prefix="rumbo-chaos-") as folder:
            at = Path(folder) if options.keep is None else options.keep / database
            at.mkdir(parents=True, exist_ok=True)
            plan = Plan(
                database=database, kills=options.kills, seed=options.seed, rate=options.rate, light=options.light
            )
            reports.append(run(plan, at, lambda said: print(said, flush=True)))
        print(table(reports[-1:]))
    if options.json is not None:
        rows = [{**asdict(each), "log": None} for each in reports]
        options.json.write_text(json.dumps({"machine": machine(), "runs": rows}, indent=1) + "\n")
    print(table(reports))
    return 0 if all(report.verdict.clean for report in reports) else 1


def table(reports: list[Report]) -> str:
    names = sorted({name for report in reports for name in report.faults})
    rows = [
        ("", *(report.plan.database for report in reports)),
        ("messages", *(report.verdict.messages for report in reports)),
        ("of these fetched from Twilio's list", *(report.verdict.caught_up for report in reports)),
        ("bubbles accepted", *(report.verdict.bubbles for report in reports)),
        ("lost", *(report.verdict.lost for report in reports)),
        ("doubled", *(report.verdict.doubled for report in reports)),
        ("out of order", *(report.verdict.out_of_order for report in reports)),
        ("answered by an excuse", *(report.verdict.excused for report in reports)),
        ("seconds until all was answered", *(report.settled_in for report in reports)),
        ("minutes", *(report.minutes for report in reports)),
        *((name, *(report.faults.get(name, 0) for report in reports)) for name in names),
    ]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


if __name__ == "__main__":
    raise SystemExit(main())
