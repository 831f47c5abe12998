"""Voice messages without a voice: Ogg files of the codec Opus, as long as a test wants (RFC 3533, 7845)."""

from __future__ import annotations

import struct

RATE = 48_000
#: One packet of Opus that says: 20 milliseconds of nothing.
SILENCE = b"\xf8\xff\xfe"


def opus(seconds: float) -> bytes:
    """A file that players show as this long."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, RATE, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    pages = [(2, 0, head), (0, 0, tags), (4, int(seconds * RATE), SILENCE)]
    return b"".join(_page(kind, granule, number, packet) for number, (kind, granule, packet) in enumerate(pages))


def _page(kind: int, granule: int, number: int, packet: bytes) -> bytes:
    def written(checksum: int) -> bytes:
        head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, granule, 1, number, checksum, 1)
        return head + bytes([len(packet)]) + packet

    return written(_checksum(written(0)))


def _checksum(page: bytes) -> int:
    """Ogg's own: polynomial 04C11DB7, nothing reflected."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
            value &= 0xFFFFFFFF
    return value
