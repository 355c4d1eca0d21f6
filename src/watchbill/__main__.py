"""The `watchbill` command, and `python -m watchbill`."""

import sys


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    from watchbill.cli.main import run  # noqa: PLC0415 -- importing this module starts nothing

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
