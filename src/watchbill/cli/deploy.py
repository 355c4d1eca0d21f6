"""Commands that put Watchbill on a cluster."""

from pathlib import Path

import click

from watchbill.deploy import minikube
from watchbill.deploy.shell import Shell


@click.group("deploy")
def deploy_command() -> None:
    """Put Watchbill on a cluster."""


@deploy_command.command("minikube")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="The checkout; else this folder.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be run.")
def to_minikube(folder: Path, *, dry_run: bool) -> None:
    """Build the image into Minikube, apply deploy/minikube.yaml, wait, and print the address."""
    minikube.deploy(folder, Shell(is_dry=dry_run))
