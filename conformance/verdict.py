"""What the suite found against what is listed as not applying: both ways, nothing unsaid."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_WHEN = re.compile(r"-\d{4}-\d\d-\d\dT[\d-]+Z$")
_HOLDS = frozenset({"SUCCESS", "INFO", "SKIPPED"})
"""SKIPPED: the suite itself says that the server offers nothing of the kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check in one run. `run` is the revision, `name` is scenario/check."""

    run: str
    name: str
    holds: bool
    said: str


def read_findings(run: str, folder: Path) -> list[Finding]:
    """All checks that a run left in its folder."""
    found = []
    for path in sorted(folder.glob("*/checks.json")):
        scenario = _WHEN.sub("", path.parent.name).removeprefix("server-")
        for check in json.loads(path.read_text(encoding="utf-8")):
            said = check.get("errorMessage") or json.dumps(check.get("details", {}))
            name = f"{scenario}/{check['id']}"
            found.append(Finding(run, name, check["status"] in _HOLDS, said))
    return found


def read_listed(path: Path) -> Mapping[str, str]:
    """What doesn't apply, as scenario/check, each with the reason."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    listed: dict[str, str] = {}
    for group in groups:
        for name in group["checks"]:
            if name in listed:
                raise ValueError(f"{path} has {name} twice.")
            listed[name] = group["reason"]
    return listed


def problems(findings: Iterable[Finding], listed: Mapping[str, str]) -> list[str]:
    """An unlisted check that fails, a listed one that passes everywhere, and one that was never run."""
    found = list(findings)
    failed = {one.name for one in found if not one.holds}
    said = [
        f"fails: {one.name} ({one.run}): {one.said[:300]}"
        for one in found
        if not one.holds and one.name not in listed
    ]
    for name in listed:
        if name not in {one.name for one in found}:
            said.append(f"listed, and no such check was run: {name}")
        elif name not in failed:
            said.append(f"listed as not applying, and passes: {name}. Take it off the list.")
    if not found:
        said.append("no check was run at all")
    return said
