"""A person at a real terminal: a pseudo-terminal with the real program in it."""

import os
import pty
import subprocess
import sys


def at_terminal(*words: str, answer: str = "", asked: str = "", **environ: str) -> tuple[int, str]:
    """Run the program, type `answer` (once it has `asked` so), and return its exit code and all that the screen got."""
    mine, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "watchbill", *words],
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,  # what asks for a password finds this terminal, and not the tests' own
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", **environ},
    )
    os.close(its)
    seen = b""
    while asked.encode() not in seen and (more := _read(mine)):
        seen += more
    os.write(mine, answer.encode())
    seen += b"".join(iter(lambda: _read(mine), b""))
    os.close(mine)
    return process.wait(20), seen.decode().replace("\r\n", "\n")


def _read(handle: int) -> bytes:
    """More of what the screen got; nothing when the program is over."""
    try:
        return os.read(handle, 4096)
    except OSError:  # Linux says so when the other side is closed
        return b""
