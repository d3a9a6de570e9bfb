"""The rebuild of all requirements in numpy and scipy, on the book that the bench wrote to a folder.

Usage: python3 rebuild-floor.py FOLDER RUNS. The folder holds `book.json`, `rows.f64` (instruments by
scenarios, integer quanta) and `positions.i32` (account, instrument, lots). Writes the requirements of
all accounts in minor units to `requirements.f64` and prints a line of JSON: milliseconds of each run,
for the size of chunk that is quickest, and the versions.
"""

import json
import pathlib
import sys
import time

import numpy as np
import scipy
import scipy.sparse

CHUNKS = (50, 200, 1000)


def shortfall(vectors, tail):
    """Mean of the k largest losses by row; `vectors` are reordered in place."""
    block = vectors[:, tail["from"] : tail["to"]]
    kept, whole = tail["kept"], tail["whole"]
    block.partition(kept - 1, axis=1)
    total = block[:, :whole].sum(axis=1)
    if tail["remainder"] > 0:
        total += block[:, whole] * (tail["remainder"] / 10000)
    return -total / (tail["tenThousandths"] / 10000)


def measure(vectors, book):
    """M of the model in quanta, by row."""
    tails, weight = book["tails"], book["stressWeight"]
    filtered = shortfall(vectors, tails["filtered"])
    stressed = shortfall(vectors, tails["stressed"])
    long_run = shortfall(vectors, tails["longRun"])
    blend = (1 - weight) * filtered + weight * stressed
    return np.maximum.reduce([np.zeros_like(filtered), filtered, blend, long_run])


def rebuild(book, classes, chunk):
    """Requirements of all accounts in minor units."""
    out = np.empty(book["accounts"])
    for start in range(0, book["accounts"], chunk):
        part = slice(start, min(start + chunk, book["accounts"]))
        joint = None
        alone = 0.0
        option_value = 0.0
        floor = 0.0
        short = 0.0
        for each in classes:
            lots = each["lots"][part]
            vectors = lots @ each["rows"]
            joint = vectors.copy() if joint is None else np.add(joint, vectors, out=joint)
            alone = alone + measure(vectors, book)
            option_value = option_value + lots @ each["premium"]
            floor = floor + book["marginFloor"] * np.abs(lots @ each["deltaNotional"])
            short = short + book["shortOptionMinimum"] * (-lots.minimum(0) @ each["optionNotional"])
        together = measure(joint, book)
        capped = np.maximum(together, alone - book["offsetShare"] * (alone - together))
        margin = np.maximum.reduce([capped * book["minorPerQuantum"], short, floor])
        value = option_value * book["minorPerQuantum"]
        out[part] = np.where(value > 0, np.maximum(0, margin - value), margin - value)
    return out


def main():
    folder, runs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    book = json.loads((folder / "book.json").read_text())
    count = len(book["instruments"])
    rows = np.fromfile(folder / "rows.f64", dtype=np.float64).reshape(count, book["scenarios"])
    account, instrument, lots = np.fromfile(folder / "positions.i32", dtype=np.int32).reshape(-1, 3).T
    book_lots = scipy.sparse.csr_matrix(
        (lots.astype(np.float64), (account, instrument)), shape=(book["accounts"], count)
    )
    column = lambda name: np.array([each[name] for each in book["instruments"]], dtype=np.float64)
    of_class = np.array([each["class"] for each in book["instruments"]])
    classes = []
    for index in range(of_class.max() + 1):
        mine = np.flatnonzero(of_class == index)
        classes.append(
            {
                "lots": book_lots[:, mine].tocsr(),
                "rows": np.ascontiguousarray(rows[mine]),
                "premium": column("premiumQuanta")[mine],
                "deltaNotional": column("deltaNotionalMinor")[mine],
                "optionNotional": column("optionNotionalMinor")[mine],
            }
        )
    best = None
    for chunk in CHUNKS:
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            requirements = rebuild(book, classes, chunk)
            times.append((time.perf_counter() - started) * 1000)
        if best is None or min(times) < min(best["ms"]):
            best = {"ms": times, "chunk": chunk}
            requirements.tofile(folder / "requirements.f64")
    best["versions"] = f"numpy {np.__version__}, scipy {scipy.__version__}"
    print(json.dumps(best))


main()
