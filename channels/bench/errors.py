from __future__ import annotations

from channels.errors import ChannelsError


class BenchError(ChannelsError):
    """The benchmark could not be run."""
