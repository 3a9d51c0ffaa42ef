"""One module per shape: pure generators of neutral records. They rename and split, they judge nothing."""
