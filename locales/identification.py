"""What `rumbo languages identify` says: of one text, or how well a file of labelled texts is told apart."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from locales.baselines import INSTALL, Identify, baselines
from locales.errors import LocalesError
from locales.identify import identify, named_tags

#: The longest text of each band, in characters.
BANDS: Final[Mapping[str, int]] = {"<=20": 20, "21-60": 60, "61-160": 160, ">160": 10**9}


class LabelledTextsError(LocalesError):
    """A file of labelled texts cannot be read: the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    #: A tag that we name; anything else (`und`, `toj`) is a language that should be answered with *don't know*.
    label: str
    text: str

    @property
    def band(self) -> str:
        return next(band for band, longest in BANDS.items() if len(self.text) <= longest)


def read_labelled(file: Path) -> list[Labelled]:
    """Lines `label TAB text`; empty lines and lines that begin with # are left out."""
    texts = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        label, tab, text = line.partition("\t")
        if not tab or not label.strip():
            raise LabelledTextsError(f"{file.name}:{number}: expected a label, a tab and a text")
        texts.append(Labelled(label=label.strip(), text=text.strip()))
    return texts


def figures(texts: Sequence[Labelled], identify: Identify) -> dict[str, Any]:
    """Rates 0–1 by label and band.

    `right`: the label is named, or nothing is for a language that we do not name. `wrong`: another one is named.
    `macro` is the mean of `right` over our labels, `accepted` the mean of `wrong` over the labels that are not ours.
    """
    answers: dict[str, dict[str, list[tuple[bool, bool]]]] = defaultdict(lambda: defaultdict(list))
    for labelled in texts:
        tag = identify(labelled.text)
        right = {labelled.label} if labelled.label in named_tags() else {labelled.label, None}
        answers[labelled.label][labelled.band].append((tag in right, tag not in right | {None}))
    by_label = {
        label: {band: _rates(bands[band]) for band in BANDS if band in bands}
        for label, bands in sorted(answers.items())
    }
    ours = [label for label in by_label if label in named_tags()]
    return {
        "n": len(texts),
        "macro": _macro(by_label, ours, "right"),
        "accepted": _macro(by_label, [label for label in by_label if label not in ours], "wrong"),
        "by_label": by_label,
    }


def _rates(answers: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    right, wrong = (sum(column) / len(answers) for column in zip(*answers, strict=True))
    return {"n": len(answers), "right": round(right, 3), "wrong": round(wrong, 3)}


def _macro(by_label: Mapping[str, Mapping[str, Mapping[str, float]]], labels: Sequence[str], what: str) -> Any:
    means = {}
    for band in BANDS:
        rates = [by_label[label][band][what] for label in labels if band in by_label[label]]
        if rates:
            means[band] = round(sum(rates) / len(rates), 3)
    return means


def measure(texts: Sequence[Labelled], *, with_baselines: bool) -> dict[str, Any]:
    """`figures` of ours and, under `baselines`, of each other identifier that is installed; microseconds a text."""
    measured = _timed(texts, lambda text: identify(text).tag)
    if with_baselines:
        measured["baselines"] = {name: _timed(texts, other) for name, other in baselines()}
    return measured


def _timed(texts: Sequence[Labelled], identify: Identify) -> dict[str, Any]:
    identify("hola, this is to load the model")
    began = perf_counter()
    found = figures(texts, identify)
    return {**found, "us_per_text": round((perf_counter() - began) / max(len(texts), 1) * 1e6)}


def answer(
    *, text: str | None = None, file: Path | None = None, as_json: bool = False, with_baselines: bool = False
) -> str:
    """What the command prints. Raises LabelledTextsError for a file that is not `label TAB text`."""
    if file is None:
        guess = identify(text or "")
        if as_json:
            return json.dumps({"language": guess.tag, "probability": guess.probability})
        return f"{guess.tag or '?'}\t{guess.probability:.2f}"
    measured = measure(read_labelled(file), with_baselines=with_baselines)
    return json.dumps(measured) if as_json else "\n".join(_lines(measured, with_baselines))


def _lines(measured: Mapping[str, Any], with_baselines: bool) -> list[str]:
    lines = ["\t".join(["label", *BANDS])]
    lines += [f"{label}\t{_row(bands)}" for label, bands in measured["by_label"].items()]
    systems = {"rumbo": measured, **measured.get("baselines", {})}
    for name, system in systems.items():
        for what in ("macro", "accepted"):
            if system[what]:
                said = "\t".join(f"{system[what][band]:.3f}" if band in system[what] else "-" for band in BANDS)
                lines.append(f"{name} {what}\t{said}")
        lines.append(f"{name} microseconds a text\t{system['us_per_text']}")
    if with_baselines and len(systems) == 1:
        lines.append(f"No other identifier is installed: {INSTALL}")
    return lines


def _row(bands: Mapping[str, Mapping[str, float]]) -> str:
    return "\t".join(f"{bands[band]['right']:.3f} ({bands[band]['n']})" if band in bands else "-" for band in BANDS)
