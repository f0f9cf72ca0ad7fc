"""What a person's day begins with: one row of cards above the worklist, each a link to what it counts."""
