"""Agents from elsewhere: MCP on the public port, and what tells a program how to be let in (RFC 9728, RFC 8414)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.responses import JSONResponse

from watchbill.domain.errors import InvalidError
from watchbill.mcp.server import PATH, build_application
from watchbill.services.bundle import Services
from watchbill.services.grant import GRANTABLE
from watchbill.web.access import Access, host_name

PUBLIC_FOLDERS = ("/oauth/", "/.well-known/oauth-")
_ERRORS = {
    "INVALID_GRANT_TYPE": "unsupported_grant_type",
    "INVALID_RESPONSE_TYPE": "unsupported_response_type",
}


@dataclass(frozen=True, slots=True)
class Remote:
    """`url` is the public address: who lets programs in is known by it. `app` answers MCP, to who has a token."""

    url: str
    app: Starlette

    @property
    def resource(self) -> str:
        return f"{self.url}{PATH}"

    def is_public(self, path: str) -> bool:
        """Whether who comes there needs no credential yet; MCP looks at it by itself."""
        return path == PATH or path.startswith(PUBLIC_FOLDERS)

    def check_resource(self, given: str) -> None:
        """RFC 8707: a token is for this server's MCP. Raises INVALID_TARGET for any other."""
        if given.rstrip("/") not in ("", self.resource):
            raise InvalidError.of(
                "target", f"Only {self.resource} can be asked for.", hint="Name it as resource."
            )

    def resource_metadata(self) -> dict[str, Any]:
        return {
            "resource": self.resource,
            "authorization_servers": [self.url],
            "scopes_supported": list(GRANTABLE),
            "bearer_methods_supported": ["header"],
            "resource_name": "Watchbill",
        }

    def server_metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/oauth/authorize",
            "token_endpoint": f"{self.url}/oauth/token",
            "registration_endpoint": f"{self.url}/oauth/register",
            "revocation_endpoint": f"{self.url}/oauth/revoke",
            "scopes_supported": list(GRANTABLE),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }


def remote_of(services: Services, access: Access) -> Remote | None:
    """MCP on the public port; None until there is a public URL that a token can be sent to."""
    url = access.remote_url
    if not url:
        return None
    hosts = (*access.hosts, host_name(urlsplit(url).netloc))
    # RFC 9728, section 3.1: where the metadata of a resource are.
    metadata = f"{url}/.well-known/oauth-protected-resource{PATH}"
    return Remote(url, build_application(services, is_local=False, hosts=hosts, metadata=metadata))


def error_name(error: InvalidError) -> str:
    """RFC 6749's name for one of our codes: they are the same but for two."""
    return _ERRORS.get(error.code, error.code.lower())


def oauth_problem(error: InvalidError) -> JSONResponse:
    """The refusal in the one shape that OAuth knows (RFC 6749, section 5.2)."""
    body = {"error": error_name(error), "error_description": str(error)}
    is_stranger = error.code == "INVALID_CLIENT"
    status = HTTPStatus.UNAUTHORIZED if is_stranger else HTTPStatus.BAD_REQUEST
    return JSONResponse(body, status, {"Cache-Control": "no-store"})
