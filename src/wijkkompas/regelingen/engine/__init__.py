"""The rule engine: schemes as data, one text per rule, three evaluations that agree. No Django, no database, no clock.

    tree        what an expression is made of, and `Problem`, the error that says where
    grammar     text -> tree; its own small parser, no eval, no attribute access
    checking    do the names exist, do yes/no and amounts stand where they belong
    rounding    the three ways in which the law rounds
    book        attributes, dated parameters, schemes; an `Edition` is the book on one day in one area
    reading     YAML -> book, with an error per file and place
    interval    decides: yes, no or perhaps, and an amount from .. to
    vector      the same for columns of whole populations (numpy)
    trace       the same, with every condition, its value and its source
    asking      which question is worth most now

How they fit together: docs/explanation/schemes.md. The language: docs/reference/rule-language.md.
"""
