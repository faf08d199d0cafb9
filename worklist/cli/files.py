"""Read the files that a command names."""

from pathlib import Path

from worklist.errors import BadInput


def content(file: Path) -> bytes:
    """Return the bytes of a file. Raises BadInput with the reason why it cannot be read."""
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"Expected a readable file at {str(file)[:200]}: {reason}") from None


def text(file: Path) -> str:
    """Return the text of a file, with or without a byte order mark. Raises BadInput, also for bytes that are no UTF-8."""
    try:
        return content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"Expected UTF-8 text in {file}, found other bytes") from None
