"""How fast the territory look-up is: `python -m eval.bench_territories` prints one line a figure.

Loading, then one look-up by name for each commune, 10,000 random strings, 2,000 misspelt names, and the reading of free questions.
Target: loading ≤ 0.5 s, p95 of a look-up ≤ 5 ms on two quiet cores. `…_cpu_mean_ms` is processor time, which does not move when the machine is busy.
"""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.adapters.territory_files import load_territories
from assistant.places import find_places

TABLES = Path(__file__).resolve().parent.parent / "corpus" / "territories"


def run(folder: Path = TABLES) -> dict[str, float]:
    """Seconds of loading (best of three) and milliseconds per look-up."""
    loads, processor = [], []
    for _ in range(3):
        start, used = time.perf_counter(), time.process_time()
        index = load_territories(folder)
        loads.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    start = time.perf_counter()
    index.warm_up()
    warm_up = time.perf_counter() - start

    rng = random.Random(0)
    communes = list(index.communes.values())
    alphabet = string.ascii_letters + string.digits + " -'éèç"
    noise = ["".join(rng.choice(alphabet) for _ in range(rng.randint(1, 40))) for _ in range(10_000)]
    misspelt = []
    for commune in rng.choices(communes, k=2_000):
        at = rng.randrange(len(commune.name))
        misspelt.append(commune.name[:at] + rng.choice(string.ascii_lowercase) + commune.name[at + 1 :])
    questions = [
        f"Bonjour, nous avons une usine de {rng.randint(10, 400)} salariés à {c.name}, quelles aides pour agrandir un bâtiment ?"
        for c in rng.choices(communes, k=1_000)
    ]

    figures = {"load_s": min(loads), "load_cpu_s": min(processor), "warm_up_ms": warm_up * 1000}
    figures |= _percentiles("commune", index.look_up, (commune.name for commune in communes))
    figures |= _percentiles("random", index.look_up, noise)
    figures |= _percentiles("misspelt", index.look_up, misspelt)
    figures |= _percentiles("question", lambda text: find_places(text, index), questions)
    return figures


def _percentiles(name: str, job: Callable[[str], object], inputs: Iterable[str]) -> dict[str, float]:
    times = []
    processor = time.process_time()
    for text in inputs:
        start = time.perf_counter()
        job(text)
        times.append((time.perf_counter() - start) * 1000)
    processor = (time.process_time() - processor) * 1000 / len(times)
    times.sort()
    return {
        f"{name}_cpu_mean_ms": processor,
        f"{name}_p50_ms": times[len(times) // 2],
        f"{name}_p95_ms": times[int(len(times) * 0.95)],
        f"{name}_max_ms": times[-1],
    }


if __name__ == "__main__":
    for key, value in run().items():
        print(f"{key:20} {value:10.3f}")
