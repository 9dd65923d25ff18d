"""Downloads that can only go where they should: listed hosts, public addresses, bounded time and size. httpx speaks HTTP, tenacity tries again.

The guard stands where the socket opens (an httpcore network backend): the address that is checked is the one connected to, on every hop and every
retry, so a name that changes its answer in between (DNS rebinding) gains nothing. No proxy, since a proxy would resolve the names itself.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpcore
import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from assistant import __version__
from assistant.errors import SourceError

ROBOT = "assistant-territoires-industrie"
USER_AGENT = f"{ROBOT}/{__version__} (lecture espacee de pages officielles, pour les citer avec leur source)"
MAX_REDIRECTS = 5
MAX_PAUSE = 60.0  # seconds: a site that asks for more is left for another day
READ_SECONDS = 20.0  # without one byte
ROBOTS_BYTES = 500_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], list[str]]


class TryAgainError(SourceError):
    """The site may answer better later. `after`: seconds that it asks for."""

    def __init__(self, reason: str, *, after: float = 0.0, dead: bool = False) -> None:
        super().__init__(reason, dead=dead)
        self.after = after


class ForbiddenAddressError(SourceError):
    """The name leads to an address that is not public."""


@dataclass(frozen=True)
class Limits:
    max_bytes: int = 60_000_000  # of a body, once decoded
    seconds: float = 120.0  # of one download, redirects and waiting for the site included
    attempts: int = 3
    delay: float = 2.0  # seconds between two requests to a host; robots.txt may ask for more


@dataclass(frozen=True)
class Reply:
    """What a site answered in the end: 200 with its body, or 304 with none."""

    status: int
    url: str  # after redirects
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def system_resolve(host: str, port: int) -> list[str]:
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """True for an address of the public internet; an IPv4 address wrapped in an IPv6 one counts for itself.

    >>> [is_public(a) for a in ("185.199.108.153", "10.0.0.1", "169.254.169.254", "127.0.0.1", "::ffff:192.168.0.1", "64:ff9b::a00:1", "100.64.0.1")]
    [True, False, False, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner), allow_loopback=allow_loopback)
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not (ip.is_private or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _Guard(httpcore.NetworkBackend):
    """Opens sockets to checked addresses only, and lets nothing last beyond `deadline`."""

    def __init__(self, resolve: Resolve, *, allow_loopback: bool) -> None:
        self._resolve, self._allow_loopback = resolve, allow_loopback
        self._sockets = httpcore.SyncBackend()
        self.deadline = float("inf")

    def left(self, timeout: float | None) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host}: {error}") from error
        for address in addresses:  # one that is not public condemns the name: an honest site has none
            if not is_public(address, allow_loopback=self._allow_loopback):
                raise ForbiddenAddressError(f"« {host} » mène à une adresse qui n'est pas publique ({address}) : rien n'y a été demandé")
        failure: Exception = httpcore.ConnectError(f"{host}: no address")
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(address, port, timeout=self.left(timeout), local_address=local_address, socket_options=socket_options)
                return _TimedStream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """Every read and write is given what is left of the deadline: a site that drips bytes, headers included, is cut off."""

    def __init__(self, stream: httpcore.NetworkStream, guard: _Guard) -> None:
        self._stream, self._guard = stream, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._guard.left(timeout)), self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        self._parts.close()


class _GuardedTransport(httpx.BaseTransport):
    """httpx over an httpcore pool whose sockets the guard opens. No connection is kept: each request is checked anew."""

    def __init__(self, guard: _Guard) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=guard, max_keepalive_connections=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(httpcore.Request(request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions))
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class Downloader:
    """Asks listed hosts, politely. One thread. `hosts` are « host » for the usual ports or « host:port »; use it in a `with`."""

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        limits: Limits | None = None,
        allow_loopback: bool = False,
        resolve: Resolve = system_resolve,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._hosts = frozenset(hosts)
        self.limits = limits or Limits()
        self._sleep = sleep
        self._guard = _Guard(resolve, allow_loopback=allow_loopback)
        self._client = httpx.Client(
            transport=_GuardedTransport(self._guard),
            trust_env=False,
            follow_redirects=False,
            timeout=min(READ_SECONDS, self.limits.seconds),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Accept-Language": "fr"},
        )
        self._next_request: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._down: dict[str, SourceError] = {}  # sites that failed every attempt: not asked again in this run

    def __enter__(self) -> Downloader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def get(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        """The answer of the site, after redirects and retries. Raises SourceError with a French reason."""
        self._refuse_what_robots_may_not(url)
        return self._with_retries(lambda: self._once(method, url, headers or {}, self.limits.max_bytes))

    def network_is_up(self, urls: Iterable[str]) -> bool:
        """True as soon as one of the first three hosts takes a connection or refuses it."""
        sites = dict.fromkeys((parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)) for parts in map(urlsplit, urls))
        return any(self._answers(host, port) for host, port in list(sites)[:3])

    def _answers(self, host: str, port: int) -> bool:
        self._guard.deadline = time.monotonic() + 5.0
        try:
            self._guard.connect_tcp(host, port, timeout=5.0).close()
        except ForbiddenAddressError:
            return True
        except (httpcore.ConnectError, httpcore.TimeoutException) as error:
            return isinstance(error.__cause__ or error.__context__, ConnectionRefusedError)
        return True

    def _with_retries(self, ask: Callable[[], Reply]) -> Reply:
        backoff = wait_exponential_jitter(multiplier=max(self.limits.delay, 0.1), max=MAX_PAUSE / 2)

        def pause(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            return max(backoff(state), error.after if isinstance(error, TryAgainError) else 0.0)

        retrying = Retrying(
            stop=stop_after_attempt(self.limits.attempts), wait=pause, retry=retry_if_exception_type(TryAgainError), sleep=self._sleep, reraise=True
        )
        return retrying(ask)

    def _once(self, method: str, url: str, headers: Mapping[str, str], max_bytes: int) -> Reply:
        """One attempt, redirects followed one by one, each under the same rules."""
        self._guard.deadline = time.monotonic() + self.limits.seconds
        here = self._listed(url)
        for _ in range(MAX_REDIRECTS + 1):
            with self._sent(method, here, headers) as response:
                if response.status_code not in (301, 302, 303, 307, 308):
                    return self._reply(response, method, max_bytes)
                there = self._listed(response.headers.get("location", ""), after=here)
            if here.scheme == "https" and there.scheme != "https":
                raise SourceError(f"le site renvoie vers une adresse non chiffrée ({there})")
            here = there
        raise SourceError(f"plus de {MAX_REDIRECTS} renvois d'une adresse à l'autre")

    def _listed(self, url: str, *, after: httpx.URL | None = None) -> httpx.URL:
        """The address, when it is one that may be asked. `after`: the address that redirects to it."""
        how = "le site renvoie vers" if after else "la liste donne"
        try:
            found = after.join(url) if after else httpx.URL(url)
            host, port = _place(found)
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise SourceError(f"{how} une adresse mal formée") from error
        if found.scheme not in ("http", "https") or found.userinfo or not host:
            raise SourceError(f"{how} une adresse qui n'est pas admise ({str(found)[:200]}) : http(s) seulement, sans mot de passe")
        if not ({f"{host}:{port}"} | ({host} if port == _usual_port(found) else set())) & self._hosts:
            raise SourceError(f"{how} un site qui n'est pas dans la liste des sources ({host}:{port})")
        return found

    @contextlib.contextmanager
    def _sent(self, method: str, url: httpx.URL, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer, its body unread; what goes wrong on the way becomes a French reason."""
        host, port = _place(url)
        wait = self._next_request.get(host, 0.0) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
            self._guard.deadline += wait
        try:
            response = self._client.send(self._client.build_request(method, url, headers=headers), stream=True)
            try:
                yield response
            finally:
                response.close()
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            if time.monotonic() >= self._guard.deadline:
                raise SourceError(f"le téléchargement a dépassé {self.limits.seconds:.0f} s") from error
            raise TryAgainError("le site ne répond pas dans le temps prévu") from error
        except (httpcore.ConnectError, httpx.ConnectError) as error:
            cause = error.__cause__ or error.__context__  # the pool of httpcore raises again « from None »
            if isinstance(cause, ssl.SSLError):
                raise SourceError(f"le certificat de « {host} » n'est pas valable") from error
            if isinstance(cause, socket.gaierror):
                raise TryAgainError(f"« {host} » est introuvable (pas de réseau, ou nom disparu)", dead=cause.errno == socket.EAI_NONAME) from error
            raise TryAgainError(f"« {host}:{port} » n'accepte pas la connexion", dead=isinstance(cause, ConnectionRefusedError)) from error
        except (httpcore.RemoteProtocolError, httpcore.NetworkError, httpx.TransportError) as error:
            raise TryAgainError("la réponse du site est coupée ou mal formée") from error
        except httpcore.ProtocolError as error:
            raise SourceError("la réponse du site est mal formée") from error
        finally:
            self._next_request[host] = time.monotonic() + self._delay(url)

    def _reply(self, response: httpx.Response, method: str, max_bytes: int) -> Reply:
        status, headers = response.status_code, dict(response.headers)
        if status == 429 or status >= 500:
            after = headers.get("retry-after", "")
            seconds = float(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0.0
            if seconds > MAX_PAUSE:
                raise SourceError(f"le site est occupé (code {status}) et demande d'attendre {seconds:.0f} s")
            raise TryAgainError(f"le site est en panne ou occupé (code {status})", after=seconds)
        if status in (404, 410):
            raise SourceError(f"lien mort : la page n'existe plus (code {status})", dead=True)
        if status in (401, 403):
            raise SourceError(f"le site refuse l'accès aux programmes (code {status})")
        if status not in (200, 304):
            raise SourceError(f"réponse inattendue du site (code {status})")
        body = b"" if method == "HEAD" or status == 304 else _body(response, max_bytes)
        return Reply(status, str(response.url), body, headers)

    def _refuse_what_robots_may_not(self, url: str) -> None:
        here = self._listed(url)
        if not self._rules_of(here).can_fetch(ROBOT, str(here)):
            raise SourceError(f"le fichier robots.txt de « {here.host} » n'autorise pas cette lecture")

    def _rules_of(self, url: httpx.URL) -> RobotFileParser:
        """robots.txt of the site, read once (RFC 9309: none, or one that cannot be read there, allows everything)."""
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site in self._down:
            raise self._down[site]
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                text = self._with_retries(lambda: self._once("GET", f"{site}/robots.txt", {}, ROBOTS_BYTES)).body.decode("utf-8", "replace")
            except (TryAgainError, ForbiddenAddressError) as error:
                self._down[site] = error
                raise
            except SourceError:
                text = ""
            rules.parse(text.splitlines())
            self._robots[site] = rules
        return self._robots[site]

    def _delay(self, url: httpx.URL) -> float:
        rules = self._robots.get(f"{url.scheme}://{url.netloc.decode('ascii')}")
        asked = rules.crawl_delay(ROBOT) if rules else None
        return max(self.limits.delay, min(float(asked or 0), MAX_PAUSE))


def _usual_port(url: httpx.URL) -> int:
    return 443 if url.scheme == "https" else 80


def _place(url: httpx.URL) -> tuple[str, int]:
    return url.host.lower(), url.port or _usual_port(url)


def _body(response: httpx.Response, max_bytes: int) -> bytes:
    """The body, decoded by hand so that a gzip bomb is stopped at the limit and not after it."""
    too_big = SourceError(f"le fichier dépasse {max_bytes / 1e6:.0f} Mo")
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise too_big
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise SourceError(f"le site a compressé sa réponse d'une façon qui n'était pas demandée ({encoding[:20]})")
    unzip = zlib.decompressobj(wbits=31) if encoding in ("gzip", "x-gzip") else None
    body = bytearray()
    for part in response.iter_raw():
        try:
            body += unzip.decompress(part, max_bytes + 1 - len(body)) if unzip else part
        except zlib.error as error:
            raise TryAgainError("la réponse compressée du site est abîmée") from error
        if len(body) > max_bytes or (unzip and unzip.unconsumed_tail):
            raise too_big
    if unzip and not unzip.eof:
        raise TryAgainError("la réponse compressée du site est coupée")
    return bytes(body)
