"""What editors do to articles: start, compare, sign, exchange with translators (shell: `channels/knowledge_cli.py`)."""

from __future__ import annotations
