"""The rule models in, one JSON schema for editors out: a definition a folder of `rules/`."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from claimx.packs.models import FOLDERS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def rules_schema() -> dict[str, Any]:
    """Return the schema: a file must fit one definition; `#/$defs/<folder>` is the one of a folder."""
    _, whole = models_json_schema([(model, "validation") for model in FOLDERS.values()], ref_template="#/$defs/{model}")
    definitions = whole["$defs"]
    for folder, model in FOLDERS.items():
        definitions[folder] = {"$ref": f"#/$defs/{model.__name__}"}
    return {
        "$schema": DIALECT,
        "title": "claimx rule packs",
        "description": "A rule file fits the definition named as its folder.",
        "anyOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in dict.fromkeys(FOLDERS.values())],
        "$defs": definitions,
    }


def rules_schema_text() -> str:
    """Return the schema as it stands in `rules/schema.json`."""
    return json.dumps(rules_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
