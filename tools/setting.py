"""What each setting means, in words for the reference; which ones there are, the program says."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from watchbill.domain.budget import Budget
from watchbill.settings import Settings

MEANING = {
    "WATCHBILL_HOST": "address of the page and REST; beyond loopback a password is needed",
    "WATCHBILL_PORT": "its port; 0 is any free one",
    "WATCHBILL_MCP_HOST": "address of MCP; beyond loopback every agent needs a token",
    "WATCHBILL_MCP_PORT": "its port; 0 is any free one",
    "WATCHBILL_DATA_DIR": "folder of the SQLite file",
    "WATCHBILL_DATABASE_URL": "`sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST/NAME`",
    "WATCHBILL_PUBLIC_URL": "where people reach the server, when that is another address; with https, cookies are for https alone, and agents from elsewhere may be let in by OAuth",
    "WATCHBILL_ALLOWED_HOSTS": "further names that a request's Host may have, with commas between; `*.example.org` for all below",
    "WATCHBILL_ASSISTANT_URL": "an assistant in a process of its own; without it the server has one inside",
    "WATCHBILL_ASSISTANT_HOST": "address of `watchbill assistant`",
    "WATCHBILL_ASSISTANT_PORT": "its port; 0 is any free one",
    "MCP_SERVER_URL": "the MCP server that the assistant and `watchbill mcp` work on, as `http://watchbill-mcp:8081/mcp`",
    "WATCHBILL_MODEL_API": "what the language model's endpoint speaks: `openai`, as most do, or `anthropic`",
    "WATCHBILL_MODEL_URL": "the language model's endpoint, for `anthropic` its maker's unless set; without one the assistant understands plain English by itself",
    "WATCHBILL_MODEL_NAME": "the model's name there",
    "WATCHBILL_MODEL_KEY": "the key for it; a secret",
    "WATCHBILL_SMTP_URL": "the mail server for reminders: `smtps://USER:PASSWORD@HOST`, or `smtp://` where TLS is begun on the way; a secret",
    "WATCHBILL_MAIL_FROM": "whom its mails are from: `Watchbill <tasks@example.org>`; else `watchbill@` and the mail server",
    "WATCHBILL_PRIVATE_TARGETS": "`yes` lets webhooks and Apprise reach addresses in private networks and on this machine",
    "WATCHBILL_PUSH_KEY": "the private key by which push services of browsers know the server: 32 bytes in base64 for addresses; else one is made and kept in the store; a secret",
    "WATCHBILL_REQUESTS_PER_MINUTE": "how many requests one session or token may send to the page and REST, and ten times as many one address; 0 is no limit. On this machine alone there is none",
    "WATCHBILL_OIDC_ISSUER": "a provider of OpenID Connect by whose word people sign in; its redirect address is `/signin/provider/back`",
    "WATCHBILL_OIDC_CLIENT_ID": "what the provider knows Watchbill as",
    "WATCHBILL_OIDC_CLIENT_SECRET": "the secret for it; a secret",
    "WATCHBILL_OIDC_NAME": "what the button calls the provider",
    "WATCHBILL_TIME_ZONE": "IANA name, as `Europe/Berlin`",
    "WATCHBILL_QUICK_ADD_STYLE": "what marks mean in quick-add: `watchbill` (`#tag @project`), `todoist` (`#project @tag`) or `todo.txt`",
    "WATCHBILL_DATE_ORDER": "`mdy`: 3/4 is 4 March; `dmy`: it is 3 April",
    "WATCHBILL_TASKS_PER_CALL": "so many tasks a program may change or add at once by itself; more is a proposal. 0: no limit, as for the next three",
    "WATCHBILL_CHANGES_PER_RUN": "so many changes a run of it may make by itself, a change of several tasks counting once for each; more are proposals",
    "WATCHBILL_CHANGES_PER_HOUR": "so many it may make or propose within an hour; then it has to wait",
    "WATCHBILL_READS_PER_MINUTE": "so often it may look within a minute, by all replicas together; more have to wait",
    "WATCHBILL_PROPOSAL_DAYS": "so long a proposal waits",
    "WATCHBILL_LOG_LEVEL": "`debug`, `info`, `warning` or `error`",
    "WATCHBILL_URL": "the server that the command line works on, instead of the store of this machine",
    "WATCHBILL_TOKEN": "the token for it; a secret",
    "WATCHBILL_PASSWORD": "the password for `--as NAME`, which signs the command line in at the server; else it is asked for; a secret",
}
# Where the default depends on the machine.
_DEFAULT = {
    "WATCHBILL_DATA_DIR": "the user's data folder",
    "WATCHBILL_DATABASE_URL": "`watchbill.db` in that folder",
    "WATCHBILL_TIME_ZONE": "the machine's",
}


class _Asked(Mapping[str, str]):
    """An empty environment that notes what it is asked for."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> str:
        self.names[name] = None
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def read_names() -> list[str]:
    """The variables that the program reads, in its order."""
    asked = _Asked()
    Settings.from_environment(asked)
    return [name for name in asked.names if not name.endswith("_FILE")]


def default_of(name: str) -> str:
    if name in _DEFAULT:
        return _DEFAULT[name]
    defaults = {field.name: field.default for field in (*fields(Settings), *fields(Budget))}
    value = defaults[name.removeprefix("WATCHBILL_").lower()]
    return f"`{value}`" if value not in ("", ()) else "none"
