"""Languages: texts of other rooms in other languages, how far each translation is, and the place where people make them."""
