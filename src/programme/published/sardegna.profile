# The table of an intervention programme of Sardinia's Regional Strategy (Programma di Intervento),
# as annexed to the resolutions of the Giunta: how it is laid out, nothing of what it says.

separator = tab
numbers = 1.234,56

# From left to right. Before the amounts:
text columns = objective code | objective | specific code | specific | description | source
# An amount is the programme's total, an act's allocation, or the sum of acts, written with `+`.
amount columns = programme | A | B | A+B
# The body that answers for the line stands last.

# What a heading holds, by which its column is known.
heading programme = TOTALE PROGRAMMA
heading A = (A)
heading B = (B)
heading A+B = (A+B)

# How rows begin that are no lines.
programme begins = Programma di Intervento:
subtotal begins = totale
total begins = totale generale | totale complessivo | totale programma

# In a source such as `FSE - 9.1.4`, which numbering the action's code belongs to.
actions of FSE = adp
actions of FESR = adp
