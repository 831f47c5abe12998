"""What an article must be beside well formed. Each module is one concern; each rule takes values and returns problems."""

from __future__ import annotations
