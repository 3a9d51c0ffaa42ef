"""Who belongs together (E9): households, who stands for whom, children in two homes, who may know that we call."""
