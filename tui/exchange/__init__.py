"""Articles and notes in the formats of other tools."""
