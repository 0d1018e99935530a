"""Rule packs: folders of YAML in, one validated set of typed rules out."""
