"""Rule packs: folders of YAML in, one validated set of typed rules out."""

from claimx.packs.loader import load_rules
from claimx.packs.rule_file import RuleFile, Rules

__all__ = ["RuleFile", "Rules", "load_rules"]
