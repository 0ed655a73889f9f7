"""Who has been heard, who hasn't, and how sure that is: pure tables, counts, measures and verdicts."""

import os

# Tables here are small: several threads of the linear algebra under numpy only wait for each other (measured: a
# table takes twice as long with two). It reads this when numpy is first imported; whoever set it keeps it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
