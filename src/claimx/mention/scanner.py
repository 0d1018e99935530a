"""A normalised text in, its `Mention`s out: catalogued names, extended to what is written around them."""

from __future__ import annotations

import regex

from claimx.mention.catalogue import Catalogue, Entry
from claimx.mention.elided import elided
from claimx.mention.mention import Mention
from claimx.packs.loader import Rules
from claimx.packs.models import FormatFile
from claimx.packs.needs import Needs

_SUFFIX = regex.compile(
    r"(?:[- ]?(?:SXM\d?|SMX\d|PCIe|PCI-E|NVL\d*|HBM\d\w*|Ti|SUPER|Super|Max-Q))*"
    r"(?:[-\s]{1,2}\(?(\d{1,3})\s?-?(?:GB|GiB|G)\b\)?(?:[- ](?:SXM\d?|SMX\d|PCIe|HBM\d\w*|VRAM))*)?s?(?![A-Za-z\d])"
)
_BESIDE = regex.compile(
    r"(?i)\b(?:gpus?|cpus?|tpus?|npus?|socs?|supercomputers?|clusters?|chips?|processors?|machines?|nodes?|supercomputing|"
    r"boards?|devices?|accelerators?|phones?|smartphones?|laptops?|cores?|gcds?|hpc|exascale|silicon|macs?|macbook|microarchitecture|fpgas?|apple)\b"
)
# What may follow a family's name: version, size ("-7B", " 70B", " 8x7B", "-30B-A3B"), variant.
_VERSION = (
    r"(?:-?v\d{1,2}(?:\.\d{1,2})?[a-z]{1,2}\b|(?<=[A-Z])\d{1,2}m\b|\d(?:\.\d)?(?![GMT]B)[A-Z]{2,3}(?![A-Za-z])|-?v?\d{1,3}(?:\.\d{1,2})?(?![\d.]*\s?[BMTbm]\b|[\d.]*%|x\d)(?:[a-z]{0,2}|V)\b"
    r"|[ ]\d(?:\.\d)?(?=[- ](?:\d+x)?\d+(?:\.\d+)?B\b|[- ](?:Small|Medium|Large|Vision|Flash|Pro|Turbo|Instruct)))?"
)
_SIZE = (
    r"(?:-(?P<active>\d+(?:\.\d+)?)B-(?P<size>\d+(?:\.\d+)?)(?P<scale>B)(?![A-Za-z\d])"
    r"|(?:[- _]|(?<=\d)-?|(?<=[A-Za-z]))(?:(?P<experts>\d{1,3})(?:x| x ))?(?:(?<=-)[Ee])?(?P<size>\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>[BMT])|(?P<small>b|(?<![A-Z]\d{1,2})m))"
    r"(?![A-Za-z\d]|\s(?:tokens|parameters|params|images|samples|pairs|examples)\b)"
    r"(?:[- ]?A(?P<active>\d+(?:\.\d+)?)B\b)?"
    r"|-A(?P<size>\d+(?:\.\d+)?)(?P<scale>B)\b)?"
)
_VARIANT = (
    r"(?:[-/](?=[A-Za-z\d])(?!\d+(?:\.\d+)?[%BbMm](?![a-z])|\d+-?bits?\b|(?:FP|INT|NF|MXFP|NVFP)\d)"
    r"[A-Za-z\d.]*[A-Za-z\d])*"
)
# The words between a family's name and the size: "-Guard-3" of "Llama-Guard-3-1B".
_BETWEEN = (
    r"(?:-(?:[A-Z][A-Za-z]+(?:\d(?:\.\d)?)?|[A-Z]{1,2}2[A-Z]|[a-z]+|[A-Za-z]\d(?:\.\d)?|\d(?:\.\d)?)"
    r"(?=(?:-[A-Za-z]+(?:\d(?:\.\d)?)?|-\d(?:\.\d)?)*-A?\d))*"
)
# How much wider than its family a model is: "MobileNetV2x1.4".
_WIDER = r"(?:x\s{0,6}\d(?:\.\d{1,2})?(?![\d.]*[\w%]))?"
_MODEL_TAIL = regex.compile(rf"{_VERSION}{_BETWEEN}{_SIZE}{_VARIANT}{_WIDER}")
# "Phi-2" is a name, but in "Phi-2.7B" the 2 belongs to the size.
_VERSIONED = regex.compile(r"[- ]?\d[\d.]*$")
_KINDRED = regex.compile(r"(?:-style|-family)?(?: [a-z]+)? (?:models?|family|series|variants?)\b")
_LIKENESS = regex.compile(r"-(?:style|like|based|inspired|type)$")
_GOES_ON = regex.compile(r"\.\d|\d|%|x(?!\s{0,6}\d)|\s?(?:times|x)\b(?!\s{0,6}\d)")
# A name nobody catalogued: letters, then a size in billions or millions behind a hyphen.
_SIZED = regex.compile(
    r"(?<=MoE)-(?P<active>\d+(?:\.\d+)?)B-(?P<size>\d+(?:\.\d+)?)(?P<scale>B)(?![A-Za-z\d])|"
    r"(?<=[A-Za-z\d)])-(?:(?P<experts>\d{1,3})x|[AEe])?(?P<size>\d+(?:\.\d+)?)(?P<scale>[BMTb])(?![A-Za-z\d])(?:-?A(?P<active>\d+(?:\.\d+)?)B\b)?"
)
# The sizes of a mixture of experts, without a name: "30B-A3B", "8x7B".
_EXPERTS = regex.compile(
    r"(?<![\w.-])(?:(?P<size>\d+(?:\.\d+)?)(?P<scale>[BT])-A(?P<active>\d+(?:\.\d+)?)B\b"
    r"|(?P<experts>\d{1,3})(?:x| x )(?P<size>\d+(?:\.\d+)?)(?P<scale>B)\b)"
)
_OF_EXPERTS = regex.compile(r"[BT]-A\d|\dx\d|\d x \d")
_DATA_NAME = regex.compile(r"(?i:bench(?:mark)?|corpus|dataset)$|[a-z-](?:Data|Set)$")  # "QA-Bench-2M" is no model
_NAME_BEFORE = regex.compile(r"(?<![A-Za-z\d])[A-Za-z][\w.+]*(?:-[A-Za-z\d][\w.+]*)*$")
_ADDRESS = regex.compile(r"://|\w\.(?:com?|org|io|net)/")
_DESIGN = regex.compile(
    r"(?i)\b(?:gpus?|nvidia|tensor cores?|cards?|generations?|hardware|microarchitecture|h100|a100|wgmma|tma)\b"
    r"|architectures?\b"
)
_NO_DEVICE = regex.compile(r"(?i)\s(?:tests?|machines?|complete|awards?|patterns?)\b|[\s-]rules?\b")
_TAIL = regex.compile(_VARIANT)
_DATA = regex.compile(r"(?i)\b(?:on|dataset|data|benchmark|corpus|suite|task|test|challenge|leaderboard)")
_READS = regex.compile(r"\d[A-Z]?-(?:1|2|4|10)M$")  # millions of tokens that a model reads: "Qwen2.5-7B-1M"
_SCALE = {"B": 1e9, "b": 1e9, "M": 1e6, "m": 1e6, "T": 1e12}


class MentionScanner:
    """Find named things with the catalogues of the packs."""

    def __init__(self, rules: Rules) -> None:
        self._catalogue = Catalogue(rules)
        self._formats = [
            (f"{file.path}/{f.slug}", f.needs, regex.compile(f.pattern), f.bits)
            for file, model in rules.of(FormatFile)
            for f in model.formats
        ]
        self._needs = Needs([needs for _, needs, _, _ in self._formats])

    def find_mentions(self, text: str) -> list[Mention]:
        """Return the mentions of a text in order; they do not overlap."""
        found: list[Mention] = []
        shortened: list[Mention] = []
        for start, end, entry in self._catalogue.find_names(text):
            if found and start < found[-1].end:
                continue
            mention = self._extend(text, start, end, entry)
            if mention is not None:
                if found and mention.start < found[-1].end:
                    mention.start = found[-1].end
                if found and found[-1].device_class in ("architecture", "laptop") and _goes_with(mention, found[-1]):
                    mention.start = found.pop().start
                found.append(mention)
                if entry.kind == "device":
                    shortened += elided(self._catalogue, text, start, end)
        found = _with(_with(_with(found, shortened), self._sized(text)), self._find_formats(text))
        for mention in found:
            mention.label = text[mention.start : mention.end]
        return found

    def _extend(self, text: str, start: int, end: int, entry: Entry) -> Mention | None:
        if entry.kind == "device":
            return _device(text, start, end, entry)
        if entry.kind == "model":
            return _model(text, start, end, entry)
        if entry.contextual and not _beside_data(text, start, end):
            return None
        return Mention("dataset", start, end, entry.name)

    @staticmethod
    def _sized(text: str) -> list[Mention]:
        found = []
        for match in _SIZED.finditer(text):
            name = _NAME_BEFORE.search(text, max(0, match.start() - 40), match.start())
            if name is None or (match["scale"] not in "Bb" and not any(c.isupper() for c in name[0])):
                continue
            if _DATA_NAME.search(name[0]) or _in_address(text, name.start()):
                continue
            tail = _TAIL.match(text, match.end())
            mention = Mention("model", name.start(), tail.end() if tail else match.end(), None)
            _sizes(mention, match)
            found.append(mention)
        for match in _EXPERTS.finditer(text) if _OF_EXPERTS.search(text) else ():
            mention = Mention("model", match.start(), match.end(), None)
            _sizes(mention, match)
            found.append(mention)
        return found

    def _find_formats(self, text: str) -> list[Mention]:
        found = []
        for number in sorted(self._needs.met(text)):
            rule, _, pattern, bits = self._formats[number]
            for match in pattern.finditer(text):
                widths = [(name, _bits(value)) for name, value in match.groupdict().items() if value]
                if bits is not None:
                    widths = [("bits", float(bits))]
                mention = Mention("format", match.start(), match.end(), match[0], rule=rule)
                mention.widths = [(name, value) for name, value in widths if value]
                found.append(mention)
        return found


def _in_address(text: str, start: int) -> bool:
    """Tell whether a name is part of a web address."""
    begin = max(text.rfind(" ", 0, start), text.rfind("(", 0, start)) + 1
    return begin < start and _ADDRESS.search(text, begin, start) is not None


def _bits(digits: str) -> float:
    return float(digits) if digits.replace(".", "").isdigit() else 0.0


def _with(found: list[Mention], more: list[Mention]) -> list[Mention]:
    """Return both lists in order; a mention that touches an earlier one gives way."""
    if not more:
        return found
    kept = [m for m in more if not any(m.start < f.end and f.start < m.end for f in found)]
    return sorted([*found, *kept], key=lambda mention: mention.start)


def _device(text: str, start: int, end: int, entry: Entry) -> Mention | None:
    vendor_start = _vendor_start(text, start, entry.vendors)
    if entry.contextual and vendor_start == start:
        around = text[max(0, start - 36) : start] + "|" + text[end : end + 36]
        if _NO_DEVICE.match(text, end):
            return None
        large = entry.device_class in ("supercomputer", "architecture")
        placed = large and text.startswith(("on ", "or "), max(0, start - 3))
        beside = _DESIGN if entry.device_class == "architecture" else _BESIDE
        if not placed and not beside.search(around):
            return None
    mention = Mention("device", vendor_start, end, entry.name, entry.device_class)
    tail = _SUFFIX.match(text, end)
    if tail:
        mention.end = tail.end()
        if tail[1]:
            mention.memory_gb = float(tail[1])
            if len(entry.memory) > 1 and mention.memory_gb in entry.memory:
                mention.name = f"{entry.name} {tail[1]}GB"
    return mention


def _goes_with(mention: Mention, before: Mention) -> bool:
    """Tell whether a device's name begins right behind its generation or its case: "Maxwell Titan X", "MacBook M3"."""
    device = mention.kind == "device" and mention.device_class != "architecture"
    return device and mention.start - before.end in (0, 1)


def _vendor_start(text: str, start: int, vendors: tuple[str, ...]) -> int:
    """Return where the vendor's words in front of a device begin."""
    moved = True
    while moved:
        moved = False
        for vendor in vendors:
            begin = start - 1 - len(vendor)
            if begin >= 0 and text[start - 1] in " -" and text.startswith(vendor, begin):
                if begin and text[begin - 1].isalnum():
                    continue
                start, moved = begin, True
    return start


def _model(text: str, start: int, end: int, entry: Entry) -> Mention | None:
    versioned = _VERSIONED.search(text, start, end) if _GOES_ON.match(text, end) else None
    if versioned:
        end = versioned.start()
    tail = _MODEL_TAIL.match(text, end)
    mention = Mention("model", start, end, entry.name)
    if tail and tail.end() > end:
        mention.end = tail.end()
        _sizes(mention, tail)
    elif entry.contextual and not _KINDRED.match(text, end):
        return None
    if _LIKENESS.search(text, start, mention.end):
        return None
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        start = text.rfind(" ", 0, start - 1) + 1
    mention.start = start if text[start : start + 1].isalnum() else mention.start
    return mention


def _sizes(mention: Mention, match: regex.Match[str]) -> None:
    groups = match.groupdict()
    if not groups.get("size") or _READS.search(match.string, max(0, match.start("size") - 3), match.end("size") + 1):
        return
    scale = groups.get("scale") or groups.get("small") or "B"
    mention.size = round(float(groups["size"]) * _SCALE[scale], 3)
    mention.size_span = (match.start("size"), match.end("small") if groups.get("small") else match.end("scale"))
    if groups.get("experts"):
        mention.experts = int(groups["experts"])
        mention.size_span = (match.start("experts"), mention.size_span[1])
    if groups.get("active"):
        mention.active = round(float(groups["active"]) * 1e9, 3)


def _beside_data(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 16) : start] + "|" + text[end : end + 24]
    return _DATA.search(around) is not None
