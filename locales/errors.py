"""What can be wrong with the words and the registers.

LocalesError
├── RegisterError   a YAML register breaks its schema or contradicts itself
└── PhraseError     a phrase is asked for that no catalog has, or without its placeholders
"""

from __future__ import annotations


class LocalesError(Exception):
    """The words cannot be used."""


class RegisterError(LocalesError):
    """A register is wrong: the message names the file, the key and the remedy."""


class PhraseError(LocalesError):
    """A phrase cannot be said."""
