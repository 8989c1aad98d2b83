"""A small OpenID provider on loopback: real HTTP, real RS256 keys, PKCE and client secret checked. It can be told to lie."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "thidua-thu", "bí mật: của phần mềm"
Claims = dict[str, Any]


@dataclass
class Provider:
    """`subject` is who signs in there now; `change` alters the claims, `header` and `key` how the token is signed."""

    address: str = ""
    subject: str = "cong-dan-001"
    change: Callable[[Claims], Claims] = field(default=lambda claims: claims)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "k1"})
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "k1"}))
    published: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    exchanges: list[dict[str, str]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes next: the person agrees at once."""
        if asked["client_id"] != CLIENT or asked["code_challenge_method"] != "S256":
            return (
                f"{asked['redirect_uri']}?{urlencode({'error': 'invalid_request', 'state': asked['state']})}"
            )
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked | {"subject": self.subject}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        self.exchanges.append(asked)
        known = self.codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            known is None
            or known["code_challenge"] != challenge
            or known["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        if authorization != expected_authorization():
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(known)}

    def id_token(self, known: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": known["subject"],
            "nonce": known["nonce"],
            "iat": now,
            "exp": now + 300,
            "name": "Nguyễn Thị Danh",
            "email": "lanh.dao@x.vn",
        }
        claims = self.change(claims)
        if self.header["alg"] in {"none", "HS256"}:
            return self.forged(claims)
        return jwt.encode(self.header, claims, self.key, algorithms=[self.header["alg"]])

    def forged(self, claims: Claims) -> str:
        """Not signed at all, or with our public key as if it were a shared secret: no library makes such a thing."""
        said = ".".join(plain(json.dumps(part).encode()) for part in (self.header, claims))
        secret = self.key.as_pem(private=False)
        mark = (
            hmac.new(secret, said.encode(), hashlib.sha256).digest() if self.header["alg"] == "HS256" else b""
        )
        return f"{said}.{plain(mark)}"

    def keys(self) -> dict[str, Any]:
        return {
            "keys": [(self.published or self.key).as_dict(private=False, kid="k1", use="sig", alg="RS256")]
        }


def plain(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def expected_authorization() -> str:
    from urllib.parse import quote

    pair = f"{quote(CLIENT, safe='')}:{quote(SECRET, safe='')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            pages = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys}
            self._answer(200, pages[parts.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*provider.token(asked, self.headers.get("Authorization", "")))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            data = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
