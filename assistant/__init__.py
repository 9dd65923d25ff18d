"""Assistant Territoires d'industrie: questions in French, answers whose every sentence is proved by the passage it cites."""

import os

# Before numpy is imported: the products of a question are small, and a second thread of OpenBLAS costs more than it brings (16 ms for 0.05 when the
# other processor is busy).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
