"""The directory from and to other systems: `import-directory` and `export-directory`.

From the outside in, each step in a module of its own:
- `fetching` and `opening` bring bytes in safely; `shapes` sees what they are;
- `readers` turn each shape into neutral records (HSDS 3 tables and column names), nothing else;
- `gathering`, `linking`, `listing`, `children`, `assembling` make whole `things` of the records: checked `values`, rows
  under what they belong to, weekly `hours`, no address of `refuges`;
- `reconciling` compares each with what stands here and with what the source said last time;
- `storing` reads and writes; `importing` does it in small transactions and goes on where it stopped.
All but `storing`, `identities`, `importing` and `exporting` know no Django and no database.
Source: research note hsds.md 3 and 6.3.
"""
