"""Fill a Word or Excel file that has named fields. Runs in a process of its own (`child`): the file is not trusted.

`markup` is the little language, `packages` opens and closes the file, `word` (with `paragraphs`) and `excel` (with `cells`)
fill it, `formulas` moves what formulas point at. Pure: neither framework nor clock; whoever wants a file filled calls
`thidua.outgoing.forms_apart`.
"""
