"""A county in the middle of its work: the cases of the handbook §12, walked by its people, for training and for a first look."""
