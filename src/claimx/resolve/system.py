"""Title and abstract in, the name of the system the paper introduces out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

_NAME: Final = r"[A-Z][\w.+*/-]*[\w+*](?:[ -](?:[A-Z][\w.+-]*|v?\d[\w.]*)){0,2}"
_NAMED: Final = r"(?:called|named|dubbed|termed|namely|which we (?:call|name))"
_TITLED: Final = regex.compile(rf"^(?:The |Introducing |Meet )?({_NAME})\s?(?::|\s[-—–]\s)")
_WE_INTRODUCE: Final = (
    r"\b(?:[Ww]e|[Pp]aper|[Ww]ork|[Rr]eport|[Aa]rticle|[Ss]tudy|authors)\b[^.;]{0,60}?\b(?:propose|present|introduce|develop|design|describe|"
    r"build|release|implement|create|unveil|offer|devise|built|call|name|dub|term)s?d?\b"
)
_REPORTED: Final = regex.compile(rf"^(?:The )?({_NAME}) (?:Technical|Model|System) (?:Report|Card)\b")
# a title's head of several ordinary words, or of one with its short form: "Rolling Cache: ", "Mixture of Keys (MoK): "
_HEADED: Final = regex.compile(
    r"^(?P<name>[A-Z\d][\w+-]*(?: [A-Z\d][\w+-]*){0,3})(?::|\s[-—–]\s)|"
    r"^[^:()]{3,60}\((?P<short>[A-Z][\w+-]*[A-Z\d][\w+-]*)\):"
)
_INTRODUCED: Final = regex.compile(
    _WE_INTRODUCE
    + rf"(?:,? [^.;:]{{0,60}}?\b(?:called|named|dubbed|termed|namely)|,? (?:the |a |an |it )?)? ?[\"'“‘]?({_NAME})"
)
_INTRODUCING: Final = regex.compile(_WE_INTRODUCE + r"[^.;:]{0,40}$")
_DEFINING: Final = regex.compile(r"(?i)\bwe (?:propose|present|introduce|develop|design)|this paper")
_BRACKETED: Final = regex.compile(r" \([A-Z]")
_CALLING: Final = ("called", "named", "dubbed", "termed", "namely", "coined")
_CALLED: Final = regex.compile(rf"\b(?:called|named|dubbed|termed|namely|nicknamed|coined)\s+(?:as )?[\"'“‘]?({_NAME})")
_DEFINED: Final = regex.compile(r"\(([A-Z][A-Za-z]*[A-Z][\w+-]*)\)")
_SHORT: Final = regex.compile(r" ?\(([A-Z][\w+-]*[A-Z\d][\w+-]*)\)")
_METHOD: Final = (
    r"(?:approach|method|framework|system|algorithm|technique|strategy|scheme|engine|library|dataset|corpus|benchmark|"
    r"pipeline|compiler|optimi[sz]er|accelerator|paradigm|runtime|toolkit|mechanism|recipe|scheduler|platform|solution|"
    r"procedure|suite|tool|module|application|training|serving|inference|compression|quantization|adaptation|tuning|"
    r"finetuning|fine-tuning|parallelism|agnostic|based|simulator)(?:e?s)?\b"
)
_MODEL: Final = (
    r"(?:[\w-]*(?:LL?M|VLM|ViT|GPT|BERT|Former)|(?:model|transformer|network))s?\b"
    rf"(?! ?(?:\([^()]*\))?[- ]?{_METHOD})"
)
# what stands right behind a name: ", a 7B language model", " models", "-7B", " is pre-trained on"
_IS_MODEL: Final = regex.compile(
    rf"[}}\"'”’]*(?i:,? ?(?:\([^()]*\),? ?)?(?:(?:is|which is|:|—|-) ?)?(?:an?|the first|our) "
    rf"(?:(?!{_METHOD}|that\b|which\b|to\b|for\b|by\b)[^\s,.;:()]+(?: \([^()]*\))?,? ){{0,7}}?{_MODEL})"
    r"|[ -]\d+(?:\.\d+)?[BM]\b|(?i: model family| family| series| variants?\b| (?:was|is|were|are) (?:pre-?)?trained)"
)
# what stands right before one: "a language model called", "pre-training of"
_MODEL_CALLED: Final = regex.compile(
    rf"(?i)(?:model|transformer|network|[lv]lm)s?(?: family)?,? {_NAMED} [\"'“‘]*$|"
    r"(?:\bour (?:[\w-]+ )?(?:model|variant)s?(?: family)?|(?:pre-?)training of),? $"
)
_CALLED_MODEL: Final = regex.compile(
    rf"\b(?:[Oo]ur|[Aa]n?|[Oo]f) (?:[\w-]+ ){{0,4}}(?i:model|[lv]lm)s?(?: family)?,? {_NAMED} [\"'“‘]?({_NAME})"
)
# a title that says so without an article: "Vela: Lightweight Fusion Network for"
_TITLED_MODEL: Final = regex.compile(
    rf": (?:(?!(?i:{_METHOD}|(?:that|which|to|for|by|of|in|with|via|on|and|towards?)\b)|[\w-]*ing\b)"
    r"[^\s,.;:()]+ ){0,6}"
    r"(?:Network|Model|Transformer)(?= for | with |$)"
)
_ARCHITECTURE: Final = regex.compile(r"(?:[a-z]|-)(?:Net|Former|former)(?:-?[vV]?\d+)?$")
_DATA: Final = r"(?:dataset|data set|corpus|benchmark|datastore|collection|database|test ?suite|testbed)s?\b"
_DATA_STEMS: Final = (
    "ataset",
    "ata set",
    "orpus",
    "orpora",
    "enchmark",
    "atastore",
    "ollection",
    "atabase",
    "est suite",
    "estbed",
)
_DATA_CALLED: Final = regex.compile(rf"{_DATA}(?: (?:for|of|on) [^.,;:()]{{3,40}})?,? {_NAMED} [\"'“‘]?({_NAME})")
_NAMED_DATA: Final = regex.compile(
    rf"\b(?:introduce|present|release|propose|build|construct|create|curate|develop|contribute|collect)s?d? "
    rf"(?:the )?(?:[^.,;:()]{{3,90}}?\((?P<short>{_NAME})\)|(?P<name>{_NAME})(?: \([^()]*\))?)"
    rf"(?:,|:| —| -) (?:an?|the) (?:(?!that\b|which\b|to\b|by\b|with\b)[^\s.;:()]+ ){{0,10}}?{_DATA}(?! agnostic)"
)
_BRACKETED_DATA: Final = regex.compile(rf"\b(?:[Nn]ovel|[Nn]ew|[Oo]ur) [^.,;:()]{{3,60}}\(({_NAME})\) {_DATA}")


class OwnNames(NamedTuple):
    """Hold what a paper introduces: its name, its own model and dataset, and where a section first names these."""

    system: str | None = None
    model: str | None = None
    dataset: str | None = None
    place: tuple[int, int] | None = None
    data_place: tuple[int, int] | None = None

    def within(self, text: str) -> OwnNames:
        """Return the same with the places of the names in a section."""
        return self._replace(place=_place(text, self.model), data_place=_place(text, self.dataset))


NOBODY: Final = OwnNames()


def find_own(title: str, abstract: str) -> OwnNames:
    """Return the names that a paper gives to what it introduces."""
    system = find_system(title, abstract)
    is_model = system is not None and names_model(system, title, abstract)
    return OwnNames(system, system if is_model else find_called_model(abstract), find_dataset(title, abstract))


def find_called_model(abstract: str) -> str | None:
    """Return the name of a model that a paper makes beside its method, None when it names none.

    >>> find_called_model("Our best model family, which we name Quillon, is open.")
    'Quillon'
    """
    match = _CALLED_MODEL.search(abstract) if any(verb in abstract for verb in (*_CALLING, "which we")) else None
    return match[1] if match else None


def find_dataset(title: str, abstract: str) -> str | None:
    """Return the name of the dataset, corpus or benchmark that a paper introduces, None when it names none.

    >>> find_dataset("", "We release FoTa-3, a large corpus of touch, and train on it.")
    'FoTa-3'
    >>> find_dataset("", "We build a datastore named MassiveDS.")
    'MassiveDS'
    """
    if not any(stem in abstract for stem in _DATA_STEMS):
        return None
    called = any(verb in abstract for verb in (*_CALLING, "which we"))
    for pattern in (_DATA_CALLED, _NAMED_DATA, _BRACKETED_DATA):
        if pattern is _DATA_CALLED and not called:
            continue
        match = pattern.search(abstract)
        name = match and next(filter(None, match.groups()))
        if name and _is_name(name):
            return str(name).rstrip("-./")
    return None


def _places(text: str, name: str, start: int = 0) -> Iterator[int]:
    """Yield where a name stands as words of its own."""
    at = text.find(name, start)
    while at >= 0:
        end = at + len(name)
        inside = at and (text[at - 1].isalnum() or text[at - 1] == "_")
        if not inside and not (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
            yield at
        at = text.find(name, end)


def _stands(text: str, name: str, start: int) -> bool:
    return next(_places(text, name, start), None) is not None


def _place(text: str, name: str | None) -> tuple[int, int] | None:
    at = text.find(name) if name else -1
    return (at, at + len(name)) if name and at >= 0 else None


def find_system(title: str, abstract: str) -> str | None:
    """Return the system's name as written, None when the paper names none.

    >>> find_system("COMET: Towards Practical Serving", "")
    'COMET'
    >>> find_system("Vela Large Technical Report", "")
    'Vela Large'
    >>> find_system("Fast serving", "In this paper we propose FlexFlow, a runtime.")
    'FlexFlow'
    >>> find_system("Rolling Cache: Fast Paging", "We introduce Rolling Cache, a pager.")
    'Rolling Cache'
    >>> find_system("On Paging", "We propose Tiered-Page Mixing (TPM) for it. TPM pages early.")
    'TPM'
    >>> find_system("Large Language Models (LLMs): A Survey", "We survey models.") is None
    True
    >>> find_system("A Study of Caches", "We study caches.") is None
    True
    """
    reported = _REPORTED.match(title)
    if reported:
        return reported[1]
    titled = _TITLED.match(title)
    if titled and _is_name(titled[1], many=True):
        return titled[1]
    headed = _HEADED.match(title)
    if headed and headed["short"] and _is_name(headed["short"]):
        return headed["short"]
    if headed and headed["name"] and _introduces(abstract, headed["name"]):
        return _short_form(abstract, headed["name"]) or headed["name"]
    called = any(verb in abstract for verb in _CALLING)
    for pattern in (_CALLED, _INTRODUCED) if called else (_INTRODUCED,):
        for match in pattern.finditer(abstract):
            if _is_name(match[1]):
                return _short_form(abstract, match[1]) or match[1].rstrip("-./")
    for match in _DEFINED.finditer(abstract):
        defining = _DEFINING.search(abstract, max(0, match.start() - 160), match.start())
        if defining and _is_name(match[1]) and _stands(abstract, match[1], match.end()):
            return match[1]
    return None


def _introduces(abstract: str, name: str) -> bool:
    """Tell whether an abstract introduces something under a name, or gives the name's short form."""
    return any(
        _BRACKETED.match(abstract, at + len(name)) or _INTRODUCING.search(abstract, max(0, at - 200), at)
        for at in _places(abstract, name)
    )


def _short_form(abstract: str, name: str) -> str | None:
    """Return the short form that stands in brackets behind a name, where the text goes on to use it."""
    at = abstract.find(name)
    match = _SHORT.match(abstract, at + len(name)) if at >= 0 else None
    return match[1] if match and _stands(abstract, match[1], match.end()) else None


def names_model(name: str, title: str, abstract: str) -> bool:
    """Tell whether what a paper introduces is a model, whose size and training are its own, and no method.

    >>> names_model("Vela", "Vela: A Report", "We present Vela, a sparse language model with 7B parameters.")
    True
    >>> names_model("Vela", "", "We present Vela, an approach that tunes a 7B language model.")
    False
    """
    if _ARCHITECTURE.search(name) or _TITLED_MODEL.match(title, len(name)) or _REPORTED.match(title):
        return True
    for text in (title, abstract):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if _IS_MODEL.match(text, end) or _MODEL_CALLED.search(text[max(0, at - 40) : at]):
                return True
            at = text.find(name, end)
    return False


def _is_name(name: str, *, many: bool = False) -> bool:
    """Tell whether a capitalised phrase is a coined name: inner capitals, digits, or one odd word of a title."""
    if len(name) < 2 or name.lower() in (
        "llms",
        "llm",
        "gpu",
        "gpus",
        "dnn",
        "moe",
        "rl",
        "ai",
        "nlp",
        "transformer",
        "transformers",
    ):
        return False
    head = name.split(" ", maxsplit=1)[0]
    coined = any(c.isupper() for c in head[1:]) or any(c.isdigit() for c in name)
    return coined or (many and " " not in name)
