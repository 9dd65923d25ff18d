"""How the product is measured: golden questions (`eval.run`), retrieval (`eval.retrieval`), speed (`eval.bench`)."""
