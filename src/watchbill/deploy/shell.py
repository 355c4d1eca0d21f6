"""Programs are started by lists of arguments, from here and from nowhere else."""

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

import click


class DeployError(click.ClickException):
    """A program is missing or failed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs programs, or with `is_dry` only says what it would run."""

    is_dry: bool = False

    def need(self, program: str, how: str) -> None:
        """Raises DeployError when the program isn't on PATH. `how` says where to get it."""
        if shutil.which(program) is None:
            raise DeployError(f"{program} is missing. {how}")

    def run(self, *arguments: str, text: str | None = None) -> None:
        """Run a program that shows its own progress; `text` goes to its input. Raises DeployError when it fails."""
        click.echo(f"$ {shlex.join(arguments)}", err=True)
        if self.is_dry:
            return
        done = subprocess.run(arguments, input=text, text=True, check=False)  # noqa: S603 -- a list of our own words
        if done.returncode:
            raise DeployError(f"{arguments[0]} failed ({done.returncode}); what it said is above.")

    def read(self, *arguments: str) -> str:
        """What a program prints; it only looks, so it runs in a dry run, too. Empty when it fails or isn't there."""
        if shutil.which(arguments[0]) is None:
            return ""
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603 -- the same
        return done.stdout.strip() if done.returncode == 0 else ""

    def succeeds(self, arguments: Sequence[str]) -> bool:
        """Whether a program that only looks ends well."""
        return subprocess.run(arguments, capture_output=True, check=False).returncode == 0  # noqa: S603 -- the same
