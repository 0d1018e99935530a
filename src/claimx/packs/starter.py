"""The name of a kind in, a starter rule file that lints clean out."""

from __future__ import annotations

from claimx.packs.models import ClaimFile
from claimx.packs.rule_file import Rules

_CHANGE = """\
# A starter: change what it reads, then run `claimx rules test {folder}`.
kind: {kind}
reads: {reads}
{extends}rules:
  - slug: starter-{slug}
    reads: a factor right before a word of your own
    pattern: "{{amount}} sturdier"
    form: ratio
    direction: increase
    metric: sturdier
    priority: 90
    unless:
      - slug: no-comparison
        reads: a number of times, not a factor
        pattern: "at least"
    examples:
      hit:
        - text: Our cache is «3x» sturdier than before.
          claims: [{{form: ratio, value: 3, unit: x, direction: increase, metric: sturdier}}]
        - text: The second version is «1.5x» sturdier.
          claims: [{{form: ratio, value: 1.5, unit: x, direction: increase, metric: sturdier}}]
      miss:
        - text: We ran every test 3x.
          why: nothing is compared
        - text: It was at least 3x sturdier.
          why: shows the exception
          of: no-comparison
"""


def starter_pack(kind: str, rules: Rules, *, folder: str = "rules") -> str:
    """Return the text of `claims/<kind>.yaml` for a kind; a kind that exists is extended."""
    taken = any(model.kind == kind for _, model in rules.of(ClaimFile))
    return _CHANGE.format(
        kind=kind,
        folder=folder,
        reads=f"what counts as {kind.replace('_', ' ')}",
        extends="extends: true\n" if taken else "",
        slug=kind.replace("_", "-"),
    )
