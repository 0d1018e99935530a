"""The shape of the files that make claims: words, constructions, claims, tokens, syntax, confidence."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from claimx.packs.models.base import Direction, Effect, Examples, Extendable, Name, Slug, Strict, Text, Words

# --- words/, qualifiers/ --------------------------------------------------------------------------


class WordClass(Strict):
    """A class of words that patterns name as `{class}`."""

    name: Name
    reads: Text
    words: Words = Field(default=(), description="in any case; one in capitals only as it is written")
    verbs: Words = Field(default=(), description="base forms; -s, -ed, -ing are derived")
    direction: Direction | None = None
    effect: Effect | None = None
    dimension: Name | None = Field(default=None, description="what the word itself is about (faster: speed)")
    plain: bool = Field(default=False, description="for patterns its words stay plain words, `{word}`, as well")
    device: Text | None = Field(default=None, description="the generic device that the words name")


class WordFile(Extendable):
    """Words by class."""

    classes: tuple[WordClass, ...]


class Qualifier(Strict):
    """A bound, statistic or attribution cue and what it sets."""

    sets: Text
    before: Words = Field(default=(), description="phrases right before the number")
    after: Words = Field(default=(), description="phrases right after the number and its unit")
    apart: Words = Field(default=(), description="phrases before the number that part the words around them")


class QualifierFile(Extendable):
    """Cues of one field: bounds, statistics or attribution."""

    field: Literal["qualifier", "statistic", "attribution"]
    reads: Text
    values: tuple[Qualifier, ...]


# --- constructions/, claims/ ----------------------------------------------------------------------

LAST: Final = 0
PRIORITY: Final = "0 and below: asked only about figures that nothing else, token rules included, makes a claim of"
Pattern = Annotated[str, Field(min_length=1, description="words, {class}, {slot:class}, ( | ), ?, *, +, ...")]


class Construction(Strict):
    """A way to say a figure: where the amount, the change and the thing measured stand."""

    slug: Slug
    reads: Text
    pattern: Pattern
    priority: int = Field(default=50, ge=-9, le=100, description=PRIORITY)
    form: Literal["ratio", "percent_change", "percent_of", "delta", "absolute"] | None = None
    direction: Direction | None = None
    effect: Effect | None = None
    continues: bool = Field(default=False, description="true: takes its change from the figure before in the sentence")
    hit: tuple[str, ...] = Field(min_length=2, description="texts with the «amount» marked")
    miss: tuple[str, ...] = Field(min_length=1)


class ConstructionFile(Extendable):
    """Ways to say a figure, and named pieces of their patterns."""

    macros: dict[str, Pattern] = Field(default={}, description="named pieces of patterns")
    groups: dict[Slug, Words] = Field(
        default={}, description="constructions that mean the same to claim rules, by slug; named like a construction"
    )
    constructions: tuple[Construction, ...] = ()


class Exclusion(Strict):
    """A context in which the rule does not hold."""

    slug: Slug
    reads: Text
    pattern: Pattern


class When(Strict):
    """What the items of a sentence must be for a rule to hold; every list is any-of."""

    construction: Words = ()
    amount: Words = Field(default=(), description="dimension of the amount: ratio, percent, time ...")
    unit: Words = Field(default=(), description="unit of the amount, where the dimension is too wide")
    dimension: Words = Field(default=(), description="dimension of the metric: speed, time, memory ...")
    effect: tuple[Effect | Literal["judged"], ...] = Field(
        default=(), description="what the change does; judged: the word itself says better or worse"
    )
    words: Words = Field(default=(), description="words, one of which must stand in the metric or the change itself")
    near: Words = Field(default=(), description="words, one of which must stand near the figure or in its metric")
    topic: Words = Field(
        default=(),
        description="what the title or abstract as a whole is about: one of topics/, or speed, where it measures "
        "speed and no quality",
    )
    mention: Words = Field(default=(), description="a mention makes the claim: device, model, precision ...")


class ClaimRule(Strict):
    """One rule: when it holds, a claim of the file's kind is made."""

    slug: Slug
    reads: Text
    when: When = When()
    pattern: Pattern | None = Field(default=None, description="a construction of this rule's own")
    form: Literal["ratio", "percent_change", "percent_of", "delta", "absolute"] | None = None
    direction: Direction | None = None
    unit: Text | None = Field(default=None, description="the unit of figures that are written without one")
    metric: Text | None = Field(default=None, description="fixed metric, where the text names none")
    priority: int = Field(default=50, ge=-9, le=100, description=PRIORITY)
    unless: tuple[Exclusion, ...] = ()
    examples: Examples

    @property
    def is_last(self) -> bool:
        """Tell whether the rule is asked only about figures that nothing else makes a claim of."""
        return self.pattern is not None and self.priority <= LAST


class ClaimFile(Extendable):
    """The rules of one kind of claim."""

    kind: Name
    reads: Text
    unit: Text | None = Field(default=None, description="canonical unit of absolute claims")
    rules: tuple[ClaimRule, ...] = ()


# --- tokens/, syntax/ (read by spaCy) --------------------------------------------------------------

TokenPattern = dict[str, Any]


class TokenSets(Strict):
    """What a token rule says of its claim beyond what the text names."""

    form: Literal["ratio", "percent_change", "percent_of", "delta", "absolute"] | None = None
    direction: Direction | None = None
    effect: Effect | None = None
    metric: Text | None = Field(default=None, description="fixed metric, where the text names none")
    value: float | int | None = Field(default=None, description="the amount, where a word carries it")
    unit: Text | None = Field(default=None, description="the unit that goes with value")


class TokenRule(Strict):
    """A sequence of tokens that makes a claim; tried on figures that no claim rule has taken."""

    slug: Slug
    reads: Text
    kind: Name | None = Field(default=None, description="left out: as the claim rules say of amount and metric")
    pattern: tuple[TokenPattern, ...] = Field(
        min_length=1, description="spaCy token patterns; slot: names the piece, words: takes classes of words/"
    )
    sets: TokenSets = TokenSets()
    confidence: float = Field(default=0.0, ge=0, le=1, description="measured precision, smoothed; 0: not measured")
    examples: Examples


class TokenFile(Extendable):
    """Rules over the tokens of a sentence."""

    reads: Text
    rules: tuple[TokenRule, ...] = ()


class ParsedExample(Strict):
    """A sentence as a parser leaves it: words, the index of each word's head and its relation."""

    words: Words
    heads: tuple[int, ...]
    deps: Words
    figure: Text = Field(description="the word that is the claim's figure")
    gives: dict[Name, Text] = Field(default={}, description="what the rule fills in; nothing in a miss")


class SyntaxRule(Strict):
    """A piece of a dependency tree around a figure that says what one of its empty columns holds."""

    slug: Slug
    reads: Text
    pattern: tuple[TokenPattern, ...] = Field(min_length=1, description="spaCy dependency pattern; a node is `figure`")
    fills: dict[Literal["baseline", "metric", "dataset", "model"], Name] = Field(min_length=1)
    hit: tuple[ParsedExample, ...] = Field(min_length=1)
    miss: tuple[ParsedExample, ...] = Field(min_length=1)


class SyntaxFile(Extendable):
    """Rules over the parse of a sentence."""

    reads: Text
    rules: tuple[SyntaxRule, ...] = ()


# --- confidence/ ----------------------------------------------------------------------------------


class ConfidenceFile(Extendable):
    """How often each rule was right and wrong on annotated papers; written by `claimx rules confidence`."""

    reads: Text
    prior: float = Field(ge=0, le=1, description="the precision of all rules together")
    measured: dict[str, tuple[int, int]] = Field(description="rule id: [right, wrong]")
