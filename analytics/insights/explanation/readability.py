"""How many years of school a text asks for."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")

METHOD_WORDS = re.compile(
    r"\b(shap|shapley|lime|models?|modelled|log[- ]?odds|odds|calibrat\w*|probabilit\w*|distribut\w*|quantiles?"
    r"|percentiles?|confidence|intervals?|counterfactual\w*|contributions?|attributions?|features?|algorithms?"
    r"|gradient|boosting|auc|regressions?|coverage|prediction set\w*|statistic\w*|variance|standard deviation)\b",
    re.IGNORECASE,
)
"""Words of the trade that have no place in a text for everybody."""


def reading_grade(text: str) -> float:
    """Work out the Flesch–Kincaid grade of an English text.

    Parameters
    ----------
    text : str
        Plain text; a line's end and a full stop end a sentence. Numbers are words of one syllable.

    Returns
    -------
    float
        About the school year in which it is understood; 9 is an age of 14 or 15. 0 where there are no words.

    References
    ----------
    J. P. Kincaid et al., "Derivation of new readability formulas for Navy enlisted personnel", 1975.

    Examples
    --------
    >>> round(reading_grade("The cat sat on the mat."), 1)
    -1.4
    """
    sentences = [part for part in _SENTENCE.split(text) if re.search(r"\w", part)]
    words = [_WORD.findall(part) + re.findall(r"\d[\d.,]*", part) for part in sentences]
    n_words = sum(len(part) for part in words)
    if n_words == 0:
        return 0.0
    n_syllables = sum(syllables(word) for part in words for word in part)
    return 0.39 * n_words / len(sentences) + 11.8 * n_syllables / n_words - 15.59


def syllables(word: str) -> int:
    """Count a word's syllables by its groups of vowels, a silent e at the end left out.

    Examples
    --------
    >>> syllables("mat"), syllables("money"), syllables("charge"), syllables("12")
    (1, 2, 1, 1)
    """
    lower = word.lower()
    found = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee")) and found > 1:
        found -= 1
    return max(found, 1)


def method_words(text: str) -> list[str]:
    """List the words of the trade that a text has, each once, in small letters."""
    return sorted({match.group(0).lower() for match in METHOD_WORDS.finditer(text)})
