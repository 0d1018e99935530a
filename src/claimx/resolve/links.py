"""Drafts of a sentence in, their baseline, hardware, model and dataset linked."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import regex

from claimx.claim.draft import NAMED_KINDS, Draft
from claimx.claim.item import Item
from claimx.claim.sentence import SentenceDrafts
from claimx.resolve.compared import beaten_baseline, nearest_baseline, opposed_baseline, own_baseline
from claimx.resolve.datasets import (
    apposed_dataset,
    beside_alike,
    called_data,
    evaluated_on,
    find_benchmarks,
    governs,
    in_metric,
    own_dataset,
    scored_places,
    sized_data,
)
from claimx.resolve.hardware import (
    TIMED,
    built_hardware,
    carried_hardware,
    find_generics,
    generic_hardware,
    hardware_of,
    is_opposed,
    is_platform,
    measured_hardware,
    opens_against,
    take_own_device,
)
from claimx.resolve.models import (
    apposed_name,
    appositive_name,
    compared_name,
    ends_range,
    find_variants,
    has_size,
    is_own,
    is_trained,
    own_name,
    points_back,
    says_own_model,
    sized_models,
    take_own_model,
)
from claimx.resolve.names import bracketing, name_in_turn, name_of, named
from claimx.resolve.phrases import ItemRange, places_of, within
from claimx.resolve.system import NOBODY, OwnNames
from claimx.resolve.turns import model_in_turn, task_in_turn

_NO_HARDWARE: Final = NAMED_KINDS | {"quality", "quality_change", "dataset_size", "size_reduction"}
_UNCARRIED: Final = frozenset(
    ("other_change", "context_length", "batch_size", "compute_saving", "cost", "overhead", "memory_saving")
)
_CHANGES: Final = frozenset(("ratio", "percent_change", "percent_of", "delta"))
_SCORED: Final = frozenset(("quality", "quality_change"))
_JOB_KINDS: Final = frozenset(("gpu_hours", "duration"))
_JOB: Final = regex.compile(
    r"(?i)(?:(?:pre|post|re|fine)-?)?(?:train|tun)(?:ing|ed|es?|s)?|quanti[sz](?:ation|ing|ed?)|distill?(?:ation|ing|ed)|"
    r"prun(?:ing|ed?)|search(?:ing|ed)?|compress(?:ion|ing|ed)?|compute costs?|(?:pre-?)?training (?:times?|costs?)"
)
_JOB_TAIL: Final = frozenset(("time", "times", "cost", "costs", "requirements", "budget"))
_REACH: Final = 14  # items between a job and the time it takes
_COUPLED: Final = 4  # items between a score and the time it took
_TRAINED: Final = frozenset(("gpu_hours", "duration", "cost"))


class Carried(NamedTuple):
    """Hold what a sentence sets for the one behind it: its devices, and the only dataset of an evaluation."""

    devices: list[Draft]
    dataset: tuple[int, int] | None = None
    model: tuple[int, int] | None = None


def link(
    text: str, sentence: SentenceDrafts, baselines: list[ItemRange], carried: Carried, own: OwnNames = NOBODY
) -> Carried:
    """Link the drafts of one sentence of a text and return what it sets for the next; `carried` is what the last set.

    The name of what the paper itself introduces is no model that was run. Where it is a model, sizes and
    what training took are its own.
    """
    items = sentence.items
    if own.dataset is not None:
        sentence.drafts = [draft for draft in sentence.drafts if not _is_data_name(draft, own.dataset)]
    named_data = sorted({*named(items, "dataset"), *places_of(items, own.dataset), *called_data(items)})
    if not sentence.drafts:
        return Carried([], evaluated_on(items, named_data))
    for draft in sentence.drafts:
        if draft.kind not in NAMED_KINDS:
            _link_baseline(items, baselines, draft)
    _link_hardware(sentence, carried.devices, baselines)
    made = places_of(items, own.model) if own.model != own.system else []
    plain = sorted({*named(items, "model"), *find_variants(items, own.model), *made})
    models = sorted({*plain, *sized_models(sentence)})
    datasets = sorted({*named_data, *find_benchmarks(items, text), *scored_places(items, text)})
    told = not models and points_back(items)
    for draft in sentence.drafts:
        if draft.kind == "model_size":
            draft.model = draft.model or appositive_name(items, own.model, draft.item)
            draft.model = draft.model or apposed_name(items, text, draft)
            take_own_model(items, draft)
            draft.model = draft.model or _own(items, own, draft)
        if draft.kind in NAMED_KINDS:
            continue
        if draft.kind in _JOB_KINDS:
            draft.metric = _job_of(items, draft) or draft.metric
        _link_model(sentence, plain if draft.kind == "capacity_gain" else models, baselines, own, draft)
        _link_dataset(sentence, named_data if draft.kind == "dataset_size" else datasets, draft)
        draft.dataset = draft.dataset or _unlisted_data(items, text, named_data, own, draft)
        if not datasets and draft.attribution != "background" and (draft.form in _CHANGES or draft.kind in _SCORED):
            draft.dataset = draft.dataset or carried.dataset
        if told and draft.form in _CHANGES:
            draft.model = draft.model or carried.model
    _share(sentence)
    linked = {draft.model for draft in sentence.drafts if draft.kind not in NAMED_KINDS}
    return Carried(
        [draft for draft in sentence.drafts if is_platform(draft)], model=linked.pop() if len(linked) == 1 else None
    )


def _unlisted_data(
    items: list[Item], text: str, datasets: list[ItemRange], own: OwnNames, draft: Draft
) -> tuple[int, int] | None:
    """Return the dataset whose size is said, or the benchmark that a paper is about, for its scores."""
    if draft.kind == "dataset_size":
        said = sized_data(items, datasets, draft.item) or apposed_dataset(items, text, draft.item)
        return said or (own_dataset(items, own) if draft.attribution == "proposed" else None)
    scored = draft.kind == "quality" and draft.attribution == "proposed"
    return own.data_place if scored and own.dataset == own.system else None


def _is_data_name(draft: Draft, dataset: str) -> bool:
    """Tell whether a draft is the size in the name of the paper's own dataset, which is no model."""
    mention = draft.mention if draft.kind == "model_size" else None
    return mention is not None and mention.label.lower() == dataset.lower()


def _link_model(
    sentence: SentenceDrafts, models: list[ItemRange], baselines: list[ItemRange], own: OwnNames, draft: Draft
) -> None:
    """Link the model a figure belongs to: a name that is no baseline and not what the paper itself introduces."""
    items = sentence.items
    trained = draft.kind in _TRAINED or (draft.kind == "dataset_size" and own.model is not None)
    system = None if trained else own.system
    inside = [r for r in models if not (within(r, baselines) or is_own(items, r, system) or ends_range(items, r[0]))]
    spans = [d.baseline for d in sentence.drafts if d.baseline is not None]
    inside = [r for r in inside if not any(low <= items[r[0]].start < high for low, high in spans)]
    if draft.kind == "dataset_size":
        inside = [r for r in inside if is_trained(items, r, draft.item)]
    if draft.attribution == "baseline" and draft.kind in _SCORED:
        draft.model = compared_name(items, models, baselines, draft)
    if draft.form == "absolute":
        draft.model = draft.model or bracketing(items, draft.item, "model")
    draft.model = draft.model or name_in_turn(sentence, inside, draft) or model_in_turn(sentence, draft)
    draft.model = draft.model or name_of(items, inside, draft)
    if draft.model is None and draft.kind in _TRAINED:
        draft.model = _own(items, own, draft)


def _own(items: list[Item], own: OwnNames, draft: Draft) -> tuple[int, int] | None:
    """Return the paper's own model where a sentence names it, or where it speaks of it and the section names it."""
    named = own_name(items, own.model)
    if named is None and draft.kind == "model_size" and draft.attribution == "proposed" and has_size(items, draft):
        named = own_name(items[: draft.item], own.system)
    if named is not None or draft.attribution != "proposed" or own.place is None or own.model != own.system:
        return named
    return own.place if draft.kind == "model_size" or says_own_model(items) else None


def _link_baseline(items: list[Item], baselines: list[ItemRange], draft: Draft) -> None:
    """Link what a change is against, and what a measured amount is set against."""
    if draft.form in _CHANGES and not draft.rule.endswith("other_change/share"):
        draft.baseline = own_baseline(items, draft) or nearest_baseline(items, baselines, draft)
        if draft.baseline == draft.metric:
            draft.baseline = None  # "matches its BLEU within 0.2 points"
    elif draft.form == "absolute" and draft.attribution == "proposed":
        draft.baseline = opposed_baseline(items, baselines, draft)
        if draft.baseline is None and draft.kind == "quality":
            draft.baseline = beaten_baseline(items, baselines, draft)


def _job_of(items: list[Item], draft: Draft) -> tuple[int, int] | None:
    """Return the job nearest to its time, as characters: training, pre-training cost; None when a metric is said."""
    said = draft.metric is not None and not (draft.metric[0] < draft.end and draft.start < draft.metric[1] + 1)
    if said or draft.metric_text is not None:
        return None
    near = range(max(0, draft.item - _REACH), min(len(items), draft.item + _REACH + 1))
    jobs = [index for index in near if _JOB.fullmatch(items[index].text)]
    if not jobs:
        return None
    index = min(jobs, key=lambda one: abs(one - draft.item))
    follows = index + 1 < len(items) and items[index + 1].text in _JOB_TAIL
    return items[index].start, items[index + follows].end


def _link_dataset(sentence: SentenceDrafts, datasets: list[ItemRange], draft: Draft) -> None:
    """Link the benchmark a figure was measured on; a score that names nothing else is measured by it."""
    items = sentence.items
    near = datasets if draft.kind in _SCORED else [r for r in datasets if governs(items, draft.item, r)]
    draft.dataset = (
        bracketing(items, draft.item, "dataset")
        or in_metric(items, draft)
        or beside_alike(items, draft.item)
        or task_in_turn(sentence, draft)
        or name_of(items, near, draft, loose=True)
    )
    if draft.metric is None and draft.kind == "quality":
        draft.metric = draft.dataset


def _share(sentence: SentenceDrafts) -> None:
    """Let a score and the time it took be of one dataset and one hardware: "91% accuracy in 12 seconds on a GPU"."""
    for score, time in pairwise(sentence.drafts):
        if score.kind != "quality" or time.kind != "duration":
            continue
        between = [item.text for item in sentence.items[score.item + 1 : time.item]]
        if between[-1:] != ["in"] or len(between) > _COUPLED or "," in between:
            continue
        time.dataset = time.dataset or score.dataset
        if time.hardware is not None and time.hardware[0] > time.start:
            score.hardware = score.hardware or time.hardware
            score.device, score.device_memory_gb = time.device, time.device_memory_gb


def _link_hardware(sentence: SentenceDrafts, carried: list[Draft], baselines: list[ItemRange]) -> None:
    """Link the hardware each figure was obtained on: of its own sentence, else of the one before."""
    items = sentence.items
    spans = [(items[low].start, items[high - 1].end) for low, high in baselines]
    spans += [d.baseline for d in sentence.drafts if d.baseline is not None]
    devices = [
        d
        for d in sentence.drafts
        if d.kind == "hardware"
        and not any(a <= d.start < b for a, b in spans)
        and not (is_opposed(items, d.item) or opens_against(items, d.item))
    ]
    generics = [] if devices else find_generics(items, baselines)
    for draft in sentence.drafts:
        if draft.kind == "gpu_hours":
            take_own_device(items, draft)
            named_devices = [d for d in devices if d.mention is not None]
            if draft.hardware is None and named_devices:
                draft.hardware = hardware_of(sentence, named_devices, draft)
        elif draft.kind not in _NO_HARDWARE and not draft.rule.endswith("other_change/share"):
            own = hardware_of(sentence, devices, draft) if devices else generic_hardware(items, generics, draft)
            if own is None and draft.kind in TIMED:
                own = measured_hardware(items, draft)
            own = own or (carried_hardware(carried, draft) if draft.kind not in _UNCARRIED else None)
            draft.hardware = own or built_hardware(items, baselines, draft)
