"""`make audit`: known weaknesses in what we build on, asked of PyPI's and npm's advisories, each by its own tool.

Both tools call a package clean when the advisories cannot be reached. So a release with a known weakness is asked about
first: when that one comes back clean nothing can be said, which is printed, and is no failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from enum import Enum
from importlib.metadata import version
from pathlib import Path

from channels.npm import npm_commands

ROOT = Path(__file__).resolve().parents[1]
#: Weak for everybody who has the advisories: CVE-2019-10906 and CVE-2020-7598.
WEAK_PYTHON, WEAK_NPM = "jinja2==2.10", ("minimist", "1.2.0")
SECONDS = 300


class Verdict(Enum):
    CLEAN = "no known weakness"
    WEAK = "weak"
    UNKNOWN = "the advisories cannot be reached from here, so nothing was shown"


def main() -> int:
    verdicts = {"Python": audit_python(), "npm": audit_npm()}
    for name, verdict in verdicts.items():
        print(f"audit of {name}: {verdict.value}")
    return int(Verdict.WEAK in verdicts.values())


def audit_python() -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        venv.create(environment, with_pip=True)
        pip = [environment / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "pip-audit"]
        if run(pip).returncode:
            return Verdict.UNKNOWN
        canary = Path(folder) / "weak.txt"
        canary.write_text(f"{WEAK_PYTHON}\n")
        ask = [environment / "bin" / "pip-audit", "--progress-spinner", "off", "--disable-pip", "--no-deps", "-r"]
        if not weaknesses(run([*ask, canary, "-f", "json"]).stdout):
            return Verdict.UNKNOWN
        whole = Path(folder) / "whole.txt"
        whole.write_text(everything((ROOT / "requirements.lock").read_text("utf-8"), version("torch")))
        answer = run([*ask, whole])
        print(answer.stdout)
        return Verdict.WEAK if answer.returncode else Verdict.CLEAN


def everything(lock: str, torch: str) -> str:
    """The lock and the torch that is installed, which is not in it: each machine takes the build that suits it.

    Advisories know versions, not builds (`2.13.0+cpu`). Without hashes: pip-audit wants all of them or none.
    """
    pinned = [line.split()[0] for line in lock.splitlines() if "==" in line and not line.startswith("#")]
    return "\n".join([*pinned, f"torch=={torch.partition('+')[0]}", ""])


def weaknesses(report: str) -> int:
    """How many pip-audit found; 0 also when it could not tell."""
    try:
        return sum(len(each.get("vulns", [])) for each in json.loads(report)["dependencies"])
    except (ValueError, KeyError):
        return 0


def audit_npm() -> Verdict:
    npm = next(npm_commands(), None)
    if npm is None:
        return Verdict.UNKNOWN
    with tempfile.TemporaryDirectory() as folder:
        name, version = WEAK_NPM
        Path(folder, "package.json").write_text(json.dumps({"name": "canary", "dependencies": {name: version}}))
        run([*npm, "install", "--package-lock-only", "--no-audit"], folder)
        if known_to_npm(run([*npm, "audit", "--json"], folder).stdout) is not True:
            return Verdict.UNKNOWN
    answer = run([*npm, "audit", "--omit=dev", "--json"], ROOT)
    weak = known_to_npm(answer.stdout)
    if weak:
        print(answer.stdout)
    return {True: Verdict.WEAK, False: Verdict.CLEAN, None: Verdict.UNKNOWN}[weak]


def known_to_npm(report: str) -> bool | None:
    """Whether npm knows a weakness; None when it could not tell."""
    try:
        return bool(json.loads(report)["vulnerabilities"])
    except (ValueError, KeyError):
        return None


def run(command: list[str | Path], folder: str | Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        [str(each) for each in command], cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
