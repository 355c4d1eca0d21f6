"""Run: python -m conformance, which starts Watchbill and puts it through every scenario for servers, at every revision."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from damage.watchbill.server import Server
from tools.frontend import run

from conformance.authorization import authorization_findings
from conformance.verdict import Finding, problems, read_findings, read_listed

HERE = Path(__file__).parent
TOOL = HERE / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
NODE_MIN = 22
RUNS: Mapping[str, tuple[str, ...]] = {
    "2025-06-18": ("--spec-version", "2025-06-18"),
    "2025-11-25": ("--spec-version", "2025-11-25"),
    "2026-07-28": ("--spec-version", "2026-07-28"),
    "all, with extensions": (),
}
_PATIENCE = 120.0


def main() -> int:
    """1 unless every check that applies holds, and every one that is listed doesn't."""
    run(["ci", "--no-audit", "--no-fund", "--silent"], HERE, NODE_MIN)
    listed = read_listed(HERE / "not_applicable.toml")
    with TemporaryDirectory(prefix="conformance-") as name:
        folder = Path(name)
        with Server.started(folder, f"sqlite:///{folder / 'watchbill.db'}") as server:
            findings = [
                finding
                for revision in RUNS
                for finding in _findings(revision, server.mcp_url, folder)
            ]
        findings += _told("authorization", authorization_findings(["node", str(TOOL)], folder))
    wrong = problems(findings, listed)
    held = sum(finding.holds for finding in findings)
    print(f"{held} checks hold, {len(listed)} don't apply: conformance/not_applicable.toml")
    print("\n".join(wrong))
    return 1 if wrong else 0


def _findings(revision: str, url: str, folder: Path) -> list[Finding]:
    out = folder / f"found-{len(list(folder.iterdir()))}"
    command = ["node", str(TOOL), "server", "--url", url, "--suite", "all", "-o", str(out)]
    done = subprocess.run(
        [*command, *RUNS[revision]], capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    findings = read_findings(revision, out)
    if not findings:
        print(done.stdout, done.stderr)
    return _told(revision, findings)


def _told(run: str, findings: list[Finding]) -> list[Finding]:
    if not findings:
        sys.exit(f"The conformance suite ran nothing at {run}.")
    print(f"{run}: {sum(one.holds for one in findings)} of {len(findings)} checks hold")
    return findings


if __name__ == "__main__":
    sys.exit(main())
