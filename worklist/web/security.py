"""What browsers are told and asked: headers, content policy, where a post comes from. Source: OWASP ASVS 5.0 V3."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask import session as visit
from flask_wtf.csrf import CSRFProtect

from worklist.engine.forms.characters import is_plain
from worklist.errors import BadInput, NotPermitted, Phrase

#: No inline script or style, nothing from other hosts, no frames.
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Largest post, in bytes: a few documents of 20 MB.
LARGEST_POST = 64_000_000
#: Most fields of one post.
MOST_FIELDS = 5_000

#: Routes whose forms check each text themselves, so that the page can name the field.
CHECKED_BY_FIELD = frozenset({"task.complete", "task.draft", "task.fields", "documents.record"})

#: Sentences that wait for the next page, in the cookie: browsers drop a cookie of more than 4,096 bytes.
MOST_FLASHES, LONGEST_FLASHES = 12, 1_500

csrf = CSRFProtect()


def protect(app: Flask, *, secure: bool) -> None:
    """Put the headers, the CSRF token and the caps on an app."""
    app.config.update(
        WTF_CSRF_FIELD_NAME="_csrf",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # where a post comes from is checked below, on http too
        SESSION_COOKIE_NAME="__Host-writ_visit" if secure else "writ_visit",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_POST,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=MOST_FIELDS,
    )
    app.before_request(check_characters)
    csrf.init_app(app)

    @app.after_request
    def keep_the_cookie_small(response: Response) -> Response:
        if len(waiting := visit.get("_flashes", ())) > 1:
            visit["_flashes"] = last_flashes(waiting)
        return response

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def last_flashes(waiting: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the newest of the sentences that wait, as many as the cookie has room for; at least one."""
    kept: list[tuple[str, str]] = []
    room = LONGEST_FLASHES
    for category, sentence in reversed(waiting[-MOST_FLASHES:]):
        room -= len(str(sentence).encode())
        if kept and room < 0:
            break
        kept.append((category, sentence))
    return kept[::-1]


def check_origin() -> None:
    """Raise NotPermitted for a post that another site sent."""
    if request.method in SAFE:
        return
    origin = request.headers.get("Origin")
    if origin is None:
        same = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    else:
        same = urlsplit(origin).netloc == request.host
    if not same:
        raise NotPermitted(Phrase("a page of another site"), Phrase("post here"), Phrase("a page of this installation"))


def check_characters() -> None:
    """Raise BadInput for control characters in an address or a post: no database column takes them."""
    if not all(is_plain(text) for text in _sent_texts()):
        raise BadInput("Expected text without control characters; type it anew")


def _sent_texts() -> Iterator[str]:
    yield request.path
    for name, value in request.args.items(multi=True):
        yield from (name, value)
    if request.endpoint in CHECKED_BY_FIELD:
        return
    for name, value in request.form.items(multi=True):
        yield from (name, value)
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "")


def own_path(target: str | None) -> str | None:
    """Return a path of this site to go back to, None for anything else (`//elsewhere`, other schemes, control characters)."""
    if target and not target.isprintable():
        return None
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target
