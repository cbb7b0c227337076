"""A text file's bytes, unpacked and checked: UTF-8, without NUL, of a bounded size."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator

from analytics.errors import InputError
from analytics.sources.files import SourceFile

CHUNK_BYTES = 1 << 22
UNPACKED_TIMES = 200
"""A gzipped table is 5 to 40 times as large when unpacked; a bomb is about 1,000 times as large."""
UNPACKED_FREE_BYTES = 1 << 28
_WIDE = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def checked_chunks(file: SourceFile) -> Iterator[bytes]:
    """Read a text file in chunks.

    Parameters
    ----------
    file : SourceFile
        Plain or gzipped.

    Yields
    ------
    bytes
        Its text without a byte order mark; a chunk may end within a character.

    Raises
    ------
    InputError
        If it can't be read or unpacked, unpacks to far too much, or is not UTF-8 text; the message
        names the byte.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    n_before = 0
    for chunk in _unpacked(file):
        if n_before == 0:
            _refuse_wide(file, chunk)
        _check(file, decoder, chunk, n_before)
        yield chunk.removeprefix(codecs.BOM_UTF8) if n_before == 0 else chunk
        n_before += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InputError(f"{file.label} ends in the middle of a character: is it cut off?") from error


def _unpacked(file: SourceFile) -> Iterator[bytes]:
    n_bytes = 0
    try:
        most = max(UNPACKED_FREE_BYTES, UNPACKED_TIMES * file.path.stat().st_size)
        with gzip.open(file.path, "rb") if file.is_packed else file.path.open("rb") as opened:
            while chunk := opened.read(CHUNK_BYTES):
                n_bytes += len(chunk)
                if file.is_packed and n_bytes > most:
                    raise InputError(
                        f"{file.label} unpacks to more than {UNPACKED_TIMES} times its size, which no table does. "
                        f"Unpack it yourself if you trust it."
                    )
                yield chunk
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{file.label} is not a gzip file that can be unpacked: {error}.") from error
    except EOFError as error:
        raise InputError(f"{file.label} is cut off: its gzip stream ends too early.") from error
    except OSError as error:
        raise InputError(f"{file.label} can't be read: {error.strerror or error}.") from error


def _refuse_wide(file: SourceFile, chunk: bytes) -> None:
    for mark, name in _WIDE:
        if chunk.startswith(mark):
            raise InputError(f"{file.label} is {name} text, which begins at byte 0. Save it as UTF-8.")


def _check(file: SourceFile, decoder: codecs.IncrementalDecoder, chunk: bytes, n_before: int) -> None:
    nul = chunk.find(b"\0")
    if nul >= 0:
        raise InputError(f"{file.label} is not text: there is a NUL byte at byte {n_before + nul}.")
    n_pending = len(decoder.getstate()[0])
    if not n_pending and chunk.isascii():
        return
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        at = n_before - n_pending + error.start
        found = error.object[error.start]
        raise InputError(
            f"{file.label} is not UTF-8: byte {at} is 0x{found:02X}. Save it as UTF-8 (it may be Windows-1252 or "
            f"ISO 8859)."
        ) from error
