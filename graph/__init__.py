"""The graph: one driver, one Cypher text, two engines; statements as the ground, one door for writes."""

import os

# The tables of graph.reach are small: several threads of the linear algebra under numpy only wait for each
# other (measured: a table takes twice as long with two). It is read when numpy is first imported, which the
# driver does; whoever has set it keeps it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
