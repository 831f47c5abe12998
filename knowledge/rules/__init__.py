"""What an article must be beside well formed: one concern a module, each rule from values to problems."""

from __future__ import annotations
