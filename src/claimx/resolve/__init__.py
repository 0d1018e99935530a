"""The resolve station: drafts in, claims out: links, attribution, one winner a fact, canonical rows."""
