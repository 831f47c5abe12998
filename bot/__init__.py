"""The dialogue: what a message means, what happens then, and what to say, in keys.

Importing anything of this package makes `import rasa` possible; it costs nothing until Rasa is imported.
"""

from __future__ import annotations

from bot import without_tensorflow

without_tensorflow.install()
