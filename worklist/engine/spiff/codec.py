"""Tokens to bytes and back: MessagePack and zstd, with a version byte. Source: architecture A4."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import zstandard

from worklist.engine.spiff.host import Host
from worklist.engine.spiff.run import Run
from worklist.engine.spiff.spec import Spec
from worklist.engine.spiff.tokens import READY, Token

#: First byte of every state; a change of the layout takes the next number and a reader for the old one.
VERSION = 1
#: Largest encoded state; more belongs into the case file or a document.
MAX_BYTES = 4_000_000

_DATE, _DATETIME, _DECIMAL = 1, 2, 3
#: Most values are of these, and need no second look.
_NATIVE = frozenset({type(None), bool, str, int, float})
_encoder = msgspec.msgpack.Encoder()
_local = threading.local()


def encode(run: Run) -> bytes:
    """Return the state of a run.

    Raises TypeError for a variable that is no JSON value, date, instant or Decimal, ValueError where there is too much of it.
    """
    order: list[Token] = []
    position: dict[str, int] = {}
    stack = [run.root]
    while stack:
        token = stack.pop()
        position[token.id] = len(order)
        order.append(token)
        stack.extend(reversed(token.members()))
    rows = [
        (
            bytes.fromhex(token.id.replace("-", "")),
            -1 if token._parent is None else position[token._parent],
            token._state,
            token.element.node.id,
            plain(token.data) if token.data else None,
            plain(token.internal_data) if token.internal_data else None,
        )
        for token in order
    ]
    waiting_turn = [position[token.id] for token in run.ready if token.id in position]
    packed = _encoder.encode((rows, waiting_turn))
    if len(packed) > MAX_BYTES:
        raise ValueError(
            f"expected variables of at most {MAX_BYTES:,} bytes in all, found {len(packed):,}; keep long texts as documents"
        )
    compressed: bytes = _tool("compressor", lambda: zstandard.ZstdCompressor(level=1)).compress(packed)
    return bytes((VERSION,)) + compressed


def decode(state: bytes, spec: Spec, host: Host) -> Run:
    """Return the run of a state. Raises ValueError for a state of another version."""
    if not state or state[0] != VERSION:
        raise ValueError(f"Expected a state of version {VERSION}, got {state[:1]!r}")
    packed = _tool("decompressor", zstandard.ZstdDecompressor).decompress(state[1:], max_output_size=64 * MAX_BYTES)
    rows, waiting_turn = _tool("decoder", lambda: msgspec.msgpack.Decoder(ext_hook=_revive)).decode(packed)
    run = Run(spec, host)
    tokens: list[Token] = []
    for identity, parent, state_of_token, element, data, internal in rows:
        token = _token(run, spec, _identity(identity), state_of_token, element)
        token.data, token.internal_data = data or {}, internal or {}
        if parent >= 0:
            token._parent = tokens[parent].id
            tokens[parent]._children.append(token.id)
        tokens.append(token)
    run.task_tree = tokens[0]
    run.ready.extend(tokens[index] for index in waiting_turn if tokens[index].is_at(READY))
    return run


def _identity(packed: bytes) -> str:
    """Return sixteen bytes as the text of a UUID."""
    text = packed.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _token(run: Run, spec: Spec, identity: str, state: int, element: str) -> Token:
    token = Token.__new__(Token)
    token.__dict__ = {
        "id": identity, "workflow": run, "_parent": None, "_children": [], "_state": state, "triggered": False,
        "task_spec": spec.elements[element], "thread_id": 0, "last_state_change": 0.0,
    }  # fmt: skip
    run.tasks[identity] = token
    return token


def plain(value: Any) -> Any:
    """Return a value with dates, instants and decimals as MessagePack extensions. Raises TypeError for others."""
    if type(value) in _NATIVE:
        return value
    if isinstance(value, dict):
        return {str(key): member if type(member) in _NATIVE else plain(member) for key, member in value.items()}
    if isinstance(value, (bool, str, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(member) for member in value]
    if isinstance(value, datetime):
        return msgspec.msgpack.Ext(_DATETIME, value.isoformat().encode())
    if isinstance(value, date):
        return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
    if isinstance(value, Decimal):
        return msgspec.msgpack.Ext(_DECIMAL, str(value).encode())
    raise TypeError(f"Expected a JSON value, date, instant or decimal as variable, got {type(value).__name__}")


def to_bytes(value: Any) -> bytes:
    """Return a value of variables as MessagePack. Raises TypeError as `plain`."""
    return bytes(_encoder.encode(plain(value)))


def from_bytes(packed: bytes) -> Any:
    """Return the value of `to_bytes`."""
    return _tool("decoder", lambda: msgspec.msgpack.Decoder(ext_hook=_revive)).decode(packed)


def _revive(code: int, content: memoryview) -> Any:
    text = bytes(content).decode()
    if code == _DATE:
        return date.fromisoformat(text)
    if code == _DATETIME:
        return datetime.fromisoformat(text)
    if code == _DECIMAL:
        return Decimal(text)
    raise ValueError(f"Expected a known extension, got {code}")


def _tool(name: str, make: Callable[[], Any]) -> Any:
    if not hasattr(_local, name):
        setattr(_local, name, make())
    return getattr(_local, name)
