"""Write docs/reference from the program itself; with --check, say whether the pages are as the program is.

Commands come from click, settings from what is read of the environment, errors from the code that raises them, routes from OpenAPI, tools from MCP.
"""

import argparse
import ast
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click
from setting import MEANING, default_of, read_names

from watchbill.bootstrap import now
from watchbill.cli.failure import EXIT_CODES, REFUSED, exit_code
from watchbill.cli.main import cli
from watchbill.domain.errors import WatchbillError
from watchbill.mcp.catalogue import TOOLS
from watchbill.services.bundle import Services
from watchbill.storage.database import Database
from watchbill.web.access import Access
from watchbill.web.api.document import description
from watchbill.web.application import build_application
from watchbill.web.errors import STATUS, status_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
SOURCE = ROOT / "src" / "watchbill"
MADE = "<!-- Made by `make docs`. Don't edit. -->"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when stale")
    is_check = parser.parse_args().check
    stale = [path for path, text in pages() if not path.is_file() or path.read_text() != text]
    if is_check and stale:
        names = ", ".join(path.name for path in stale)
        sys.exit(f"docs/reference is not what the program says: {names}. Run: make docs")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages():
        if path in stale:
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")


def pages() -> Iterator[tuple[Path, str]]:
    """Each file of the reference, and what has to be in it."""
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "cli": commands,
        "settings": settings,
        "errors": errors,
        "api": routes,
        "tools": tools,
    }
    for name, lines in makers.items():
        yield FOLDER / f"{name}.md", "\n".join([MADE, "", *lines()]).rstrip() + "\n"


def commands() -> Iterator[str]:
    yield from ("# The command line", "", cleandoc(cli.help or ""), "")
    yield from (
        "Answers go to standard output, all else to standard error.",
        "With `--json` the answer is REST's JSON, and a failure is one line of JSON with `code`, `detail`, `hint` and `details`.",
        "",
    )
    yield from _exit_codes()
    for path, command in _commands(cli, "watchbill"):
        yield from _command(path, command)


def _exit_codes() -> Iterator[str]:
    yield from ("## Exit codes", "")
    rows = [
        ("0", "", "done"),
        (str(REFUSED), "every other code", "refused; nothing was written"),
        ("2", "", "the command line itself is wrong"),
        *((str(number), f"`{end}`", why) for end, number, why in EXIT_CODES),
        ("130", "", "stopped by Ctrl-C, or by a no"),
    ]
    yield from _table(("exit code", "code ends in", "meaning"), rows)


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def _command(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = command.get_usage(context).removeprefix("Usage: ")
    yield from (f"## {path}", "", "```text", " ".join(usage.split()), "```", "")
    yield from (cleandoc(command.help or ""), "")
    yield from _epilog(command.epilog or "")
    records = [
        parameter.get_help_record(context)
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]
    rows = [(f"`{record[0]}`", record[1]) for record in records if record is not None]
    if rows:
        yield from _table(("option", "meaning"), rows)


def _epilog(text: str) -> Iterator[str]:
    """What stands below a command's options; examples, which click leaves as they are, in a fence."""
    for paragraph in filter(None, text.split("\n\n")):
        if paragraph.startswith("\b"):
            lines = [line.strip() for line in paragraph.splitlines()[2:]]
            yield from ("```sh", *lines, "```", "")
        else:
            yield from (paragraph, "")


def settings() -> Iterator[str]:
    yield from (
        "# Settings",
        "",
        "Read from the environment. Any of them can come from a file instead: `NAME_FILE=/run/secrets/x`.",
        "An empty value is none; a wrong one is refused by its name. Times and addresses are checked at the start.",
        "",
    )
    names = read_names()
    if set(names) != set(MEANING):
        sys.exit(f"tools/setting.py doesn't fit settings.py: {set(names) ^ set(MEANING)}")
    yield from _table(
        ("variable", "default", "meaning"),
        [(f"`{name}`", default_of(name), MEANING[name]) for name in names],
    )


def errors() -> Iterator[str]:
    yield from (
        "# Errors",
        "",
        "One code each, the same by REST (problem details, RFC 9457, with `code` and `hint`), MCP (the text begins with it), and the command line.",
        "",
    )
    codes = sorted({*STATUS, *_defaults(WatchbillError), *_raised()})
    rows = [
        (f"`{code}`", str(int(status_of(code))), str(exit_code(WatchbillError("", code=code))))
        for code in codes
    ]
    yield from _table(("code", "HTTP status", "exit code"), rows)
    yield from (
        "A wrong setting is `INVALID_` and the variable's name without `WATCHBILL_`.",
        "A field that isn't of its kind is `INVALID_` and the field's name. A precondition (`If-Match`) that doesn't hold is `CONFLICT` with status 412.",
    )


def _defaults(kind: type[WatchbillError]) -> Iterator[str]:
    for child in kind.__subclasses__():
        yield child.default_code
        yield from _defaults(child)


def _raised() -> Iterator[str]:
    """The codes that `InvalidError.of("field", …)` and `NotFoundError.of("noun", …)` make."""
    shapes = {"InvalidError": "INVALID_{}", "NotFoundError": "{}_NOT_FOUND"}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=kind), attr="of"),
                    args=[ast.Constant(value=str(word)), *_],
                ) if kind in shapes:
                    yield shapes[kind].format(word.upper())


def routes() -> Iterator[str]:
    document = _openapi()
    yield from ("# REST", "", f"{document['info']['description']}", "")
    yield from (
        "The running server has all shapes at `/api/v1/docs` and `/api/v1/openapi.json`.",
        "",
    )
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield from _route(f"{method.upper()} {path}", operation)


def _openapi() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        services = Services.over(Database(f"sqlite:///{folder}/x.db"), now)
        document: dict[str, Any] = description(build_application(services, Access()))
        services.close()
    return document


def _route(address: str, operation: dict[str, Any]) -> Iterator[str]:
    yield from (f"## {address}", "", operation.get("description", ""), "")
    rows = [
        (f"`{one['name']}`", one["in"], _kind(one["schema"]))
        for one in operation.get("parameters", [])
    ]
    body = operation.get("requestBody", {}).get("content", {})
    rows += [("body", media, _kind(kind["schema"])) for media, kind in body.items()]
    if rows:
        yield from _table(("takes", "in", "kind"), rows)
    answers = ", ".join(sorted(status for status in operation["responses"] if status != "4XX"))
    yield from (f"Answers: {answers}.", "")


def tools() -> Iterator[str]:
    yield from (
        "# MCP tools",
        "",
        "What `tools/list` says, and nothing else: this is the whole text that a model reads of them.",
        "",
    )
    for tool in TOOLS:
        wire = tool.wire.model_dump(by_alias=True, exclude_none=True)
        hints = [name for name, holds in wire["annotations"].items() if holds]
        yield from (f"## {tool.name}", "", wire["description"], "")
        yield from (f"Scope: `{tool.scope}`. Hints: {', '.join(hints) or 'none'}.", "")
        schema = wire["inputSchema"]
        required = schema.get("required", [])
        rows = [
            (f"`{name}`{' (required)' if name in required else ''}", _kind(one), _said(one))
            for name, one in schema["properties"].items()
        ]
        yield from _table(("argument", "kind", "meaning"), rows)


def _said(schema: dict[str, Any]) -> str:
    return str(schema.get("description", ""))


def _kind(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"] if one.get("type") != "null")
    if schema.get("type") == "array":
        most = f" up to {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of{most} {_kind(schema['items'])}"
    if isinstance(schema.get("type"), list):
        return " or ".join(schema["type"])
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    bounds = (
        "" if low is None and high is None else f" from {low or 0}{f' to {high}' if high else ''}"
    )
    return f"{schema.get('format') or schema.get('type') or 'anything'}{bounds}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = [" ".join(cell.replace("|", "\\|").split()) for cell in row]
        yield f"| {' | '.join(cells)} |"
    yield ""


if __name__ == "__main__":
    main()
