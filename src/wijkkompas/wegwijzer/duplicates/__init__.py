"""Which records may be one and the same: pairs with a score and the reasons in words. A person decides.

- `values`: an entry as far as it tells who it is, a pair, the reasons;
- `features`: names, numbers, addresses and links in one form;
- `blocking`: what is worth comparing, so that the work grows with the directory and not with its square;
- `scoring`: how much alike, and why; `candidates`: all of it together.
Pure: no Django, no database. Numpy only for vectors, and it works without them.
"""
