"""A bank's OpenID provider in small, on this machine: it signs in at once whoever it was told to, as it was told to.

The protocol is that of OpenID Connect Core 1.0 (code flow with PKCE), RP-Initiated Logout 1.0 and RFC 7636.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, CLIENT_SECRET = "tandem-at-the-bank", "kept between the bank and its dashboard"
_BITS = 2_048
Pairs = Mapping[str, str]


@dataclass
class Provider:
    """What the provider says at the next sign-in, and what it was asked.

    Attributes
    ----------
    url : str
        Its issuer, such as ``http://127.0.0.1:4444``.
    claims : dict
        Of whoever signs in, besides those that every token has.
    lasts_s : float
        For how long the token holds; below 0 it has ended already.
    is_forged : bool
        Whether the token is signed with a key that the provider does not publish.
    asked : list of str
        The paths that were asked for.
    """

    url: str
    claims: dict[str, object] = field(default_factory=dict)
    lasts_s: float = 3_600.0
    is_forged: bool = False
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(_BITS, {"kid": "of the bank"}))
    _foreign: RSAKey = field(default_factory=lambda: RSAKey.generate_key(_BITS, {"kid": "of the bank"}))

    def about(self) -> dict[str, object]:
        """The discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, object]:
        """The keys that it publishes."""
        return {"keys": [self._key.as_dict(private=False)]}

    def authorized(self, told: Pairs) -> str:
        """Sign in whoever it was told to; gives the address to go back to."""
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(told)
        return f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}"

    def token(self, told: Pairs, credentials: str) -> dict[str, object] | None:
        """Give the token for a code, once; None where the client or the proof of the code is not right."""
        asked = self._codes.pop(told.get("code", ""), None)
        proof = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        is_client = base64.b64decode(credentials.removeprefix("Basic ")).decode() == f"{CLIENT}:{CLIENT_SECRET}"
        if asked is None or not is_client or asked.get("code_challenge") != challenge:
            return None
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": self._signed(asked)}

    def _signed(self, asked: Pairs) -> str:
        now = int(time.time())
        issued = now if self.lasts_s > 0 else now + 2 * int(self.lasts_s)
        claims: dict[str, object] = {"iss": self.url, "aud": CLIENT, "sub": "1", "nonce": asked.get("nonce", "")}
        claims |= {"iat": issued, "exp": now + int(self.lasts_s), **self.claims}
        return jwt.encode(
            {"alg": "RS256", "kid": "of the bank"}, claims, self._foreign if self.is_forged else self._key
        )


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        place, told = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        self.provider.asked.append(place)
        if place == "/.well-known/openid-configuration":
            self._say(self.provider.about())
        elif place == "/jwks":
            self._say(self.provider.keys())
        elif place == "/authorize":
            self._lead(self.provider.authorized(told))
        elif place == "/end":
            self._lead(told["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.provider.asked.append(self.path)
        found = self.provider.token(dict(parse_qsl(body)), self.headers.get("Authorization", ""))
        self._say(found if found is not None else {"error": "invalid_grant"}, 200 if found is not None else 400)

    def _say(self, told: Mapping[str, object], status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the class above gave it
        """Say nothing."""


@contextmanager
def provided() -> Iterator[Provider]:
    """Run a provider on a free port of this machine."""

    class Answers(_Answers):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        provider = Answers.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
