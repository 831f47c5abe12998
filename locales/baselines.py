"""Other identifiers, to compare with. They are in the dependency group `baselines` and no part of the service."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Final

#: The tag of a text's language, or None.
Identify = Callable[[str], str | None]
#: Codes of others -> our tags. Any variety of a language that we do not divide counts as right.
TAGS: Final[Mapping[str, str]] = {
    **{"spa": "es", "eng": "en"},
    **dict.fromkeys(("grn", "gug"), "gn"),
    **dict.fromkeys(("aym", "ayr"), "ay"),
    **dict.fromkeys(("que", "quy", "quz", "qug", "qul", "qud", "qvc", "qvh", "qvm", "qvn", "qwh", "qxa", "qxn"), "qu"),
    **dict.fromkeys(("nhn", "nhe", "nch", "ncj", "ngu", "azz", "nci", "nhw"), "nah"),
    **dict.fromkeys(("mxv", "meh", "mxt", "mig", "mie", "xtm"), "mix"),
    **dict.fromkeys(("zam", "ztu", "zai", "zaw"), "zap"),
    "tzc": "tzo",
}
INSTALL: Final = "pip install --group baselines"


def baselines() -> Iterator[tuple[str, Identify]]:
    """Those that are installed, one after the other; lingua alone takes 100 MB."""
    for name, make in _MAKERS.items():
        try:
            identify = make()
        except ImportError:
            continue
        yield name, identify


def _tagged(code: str | None) -> str | None:
    return None if code in {None, "", "und"} else TAGS.get(str(code), str(code))


def _pyfranc() -> Identify:
    franc = import_module("pyfranc.franc")
    return lambda text: _tagged(franc.lang_detect(text, minlength=1)[0][0])


def _py3langid() -> Identify:
    langid = import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_pickled_model(langid.MODEL_FILE, norm_probs=True)
    return lambda text: _tagged(identifier.classify(text)[0])


def _lingua() -> Identify:
    lingua = import_module("lingua")
    detector = lingua.LanguageDetectorBuilder.from_all_languages().build()

    def identify(text: str) -> str | None:
        found = detector.detect_language_of(text)
        return _tagged(found.iso_code_639_1.name.lower()) if found else None

    return identify


def _heliport() -> Identify:
    identifier = import_module("heliport").Identifier()
    return lambda text: _tagged(identifier.identify(text))


_MAKERS: Final[Mapping[str, Callable[[], Identify]]] = {
    "pyfranc": _pyfranc,
    "py3langid": _py3langid,
    "lingua": _lingua,
    "heliport": _heliport,
}
