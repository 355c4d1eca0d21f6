"""See that the system packages are there which a verb needs: installed when run as root on Debian or Ubuntu, else named."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

FACTS: dict[str, tuple[Callable[[], bool], tuple[str, ...]]] = {
    "postgresql": (
        lambda: (
            any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
            or shutil.which("initdb") is not None
        ),
        ("postgresql",),
    ),
    "chromium": (lambda: Path("/usr/bin/chromium").exists(), ("chromium",)),
    "buildah": (lambda: shutil.which("buildah") is not None, ("buildah",)),
}


def main() -> None:
    missing = [name for name in sys.argv[1:] if not FACTS[name][0]()]
    packages = [package for name in missing for package in FACTS[name][1]]
    if not packages:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"Missing: {', '.join(missing)}. On Debian and Ubuntu: sudo apt-get install {' '.join(packages)}"
        )
    print(f"installing {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(
            ["apt-get", *command], check=True, env=environment, stdout=subprocess.DEVNULL
        )
    left = [name for name in missing if not FACTS[name][0]()]
    if left:
        sys.exit(f"{', '.join(left)} could not be installed.")


if __name__ == "__main__":
    main()
