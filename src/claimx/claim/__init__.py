"""The claim station: the items of a sentence in, claim drafts out, by the rules of the packs."""
