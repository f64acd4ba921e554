"""A small OpenID provider on loopback: discovery, authorization, signed tokens, userinfo; and the ways one can lie."""

import base64
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "connectedness", "a client secret that nobody guesses"
# Keys take a while to make; nobody has to guess these.
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


@dataclass
class Person:
    """Who signs in at the provider; changed claims replace true ones, ``None`` leaves one out."""

    sub: str = "employee-1"
    email: str = "rae@example.org"
    email_verified: object = True
    name: str = "Rae Ready"
    token_claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)


class OpenIdProvider:
    """What it publishes, whom it knows, and what it got."""

    def __init__(self) -> None:
        self.person = Person()
        self.signs_with: Any = KEY
        self.algorithm = "RS256"
        self.sends_token = True
        self.is_away = False
        self.refuses = False
        self.published: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.accesses: set[str] = set()
        self.url = ""

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        names = ("authorization", "token", "userinfo")
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.url}/{name}" for name in names},
            **self.published,
        }

    def keys(self) -> dict[str, Any]:
        """The published key."""
        return {"keys": [json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Signs the person in, and sends them back with a code."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"error": "access_denied"} if self.refuses else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(back | {'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The code for a token, once, for whoever has the secret and the other half of the challenge."""
        given = self.codes.pop(asked.get("code", ""), None)
        if given is None or asked.get("client_secret") != SECRET or not _proves(asked, given):
            return None
        access = secrets.token_urlsafe(16)
        self.accesses.add(access)
        answer: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        if self.sends_token:
            answer["id_token"] = self._id_token(given)
        return answer

    def userinfo(self) -> dict[str, Any]:
        """Claims about the person."""
        person = self.person
        claims = {
            "sub": person.sub,
            "email": person.email,
            "email_verified": person.email_verified,
            "name": person.name,
        }
        return _without_none(claims | person.userinfo)

    def _id_token(self, given: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "sub": self.person.sub, "iat": now, "exp": now + 300,
            "nonce": given.get("nonce"),
        }  # fmt: skip
        return jwt.encode(
            _without_none(claims | self.person.token_claims),
            self.signs_with,
            self.algorithm,
            headers={"kid": "one"},
        )


def _without_none(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not None}


def _proves(asked: dict[str, str], given: dict[str, str]) -> bool:
    import hashlib  # noqa: PLC0415

    digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == given.get("code_challenge")


@contextmanager
def running(provider: OpenIdProvider) -> Iterator[OpenIdProvider]:
    """Serve it until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(where.query).items()}
            if provider.is_away:
                self.answer(503, {})
            elif where.path == "/.well-known/openid-configuration":
                self.answer(200, provider.configuration())
            elif where.path == "/keys":
                self.answer(200, provider.keys())
            elif where.path == "/authorization":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif where.path == "/userinfo" and self.headers["Authorization"][7:] in provider.accesses:
                self.answer(200, provider.userinfo())
            else:
                self.answer(401, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            token = provider.token({name: values[0] for name, values in parse_qs(body).items()})
            self.answer(200 if token else 400, token or {"error": "invalid_grant"})

        def answer(self, status: int, body: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
