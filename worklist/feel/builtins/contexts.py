"""Contexts. Source: DMN 1.5 table 77 (context functions)."""

from collections.abc import Mapping
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.errors import FeelError
from worklist.feel.scope import Meter
from worklist.feel.values import incoming


@built_in("get value(m: context, key: string)")
def get_value(context: Mapping[str, Any], key: str) -> Any:
    """Return the value of a key, null when there is none."""
    return incoming(context[key]) if key in context else None


@built_in("get value(context: context, keys: list)")
def get_value_by_path(context: Mapping[str, Any], keys: list[Any]) -> Any:
    """Return the value behind several keys, null when there is none (Camunda)."""
    found: Any = context
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) and isinstance(key, str) else None
    return incoming(found)


@built_in("get entries(m: context)", "get entries(context: context)")
def get_entries(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries as contexts of key and value."""
    return [{"key": key, "value": incoming(value)} for key, value in context.items()]


@built_in("context(entries: list)")
def context_of(entries: list[Any]) -> dict[str, Any]:
    """Return the context of a list of key and value."""
    found: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise FeelError("expected entries such as {key: \"a\", value: 1}")
        if entry["key"] in found:
            raise FeelError(f"the key {entry['key']!r} is given twice")
        found[entry["key"]] = incoming(entry["value"])
    return found


@built_in("context put(context: context, key: string, value: any)")
def context_put(context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return a context with one entry more, or another value for a key."""
    return {**context, key: value}


@built_in("context put(context: context, keys: list, value: any)")
def context_put_deep(context: Mapping[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    """Return a context with another value behind several keys."""
    if not keys or not all(isinstance(key, str) for key in keys):
        raise FeelError("expected a list of keys")
    if len(keys) > 100:
        raise FeelError("expected at most 100 keys")
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0], {})
    if not isinstance(inner, Mapping):
        raise FeelError(f"{keys[0]!r} is no context")
    return {**context, keys[0]: context_put_deep(inner, keys[1:], value)}


@built_in("context merge(contexts: list)", metered=True)
def context_merge(meter: Meter, contexts: list[Any]) -> dict[str, Any]:
    """Return the entries of contexts in one; later ones win."""
    found: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, Mapping):
            raise FeelError("expected a list of contexts")
        meter.step(1 + len(context) // 16)
        found |= context
    return found
