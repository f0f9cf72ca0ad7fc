"""What people have to do: human tasks made from a diagram's user tasks, who may take them, and completing them."""
