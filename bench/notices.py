"""`python -m bench.notices`: how long 10,000 OCDS releases take to be read and merged into rows; in `make bench`.

Beside it, on the same file: nothing but parsing the JSON, and parsing and merging alone. Each runs in a process of its
own, three times; the best counts. The three have to find the same number of processes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RELEASES = 10_000
REPEATS = 3


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure how long contract notices take.")
    parser.add_argument("--releases", type=int, default=RELEASES)
    parser.add_argument("--only", choices=sorted(WAYS), help="one way, in this process")
    parser.add_argument("--file", type=Path, help="the file to read, with --only")
    chosen = parser.parse_args()
    if chosen.only:
        started, processor = time.perf_counter(), time.process_time()
        processes, rows = WAYS[chosen.only](chosen.file)
        print(json.dumps({
            "seconds": time.perf_counter() - started, "processor": time.process_time() - processor,
            "processes": processes, "rows": rows,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "notices.jsonl"
        file.write_text("".join(f"{json.dumps(each)}\n" for each in releases(chosen.releases)), encoding="utf-8")
        print(f"{chosen.releases:,} releases, {file.stat().st_size / 1e6:.1f} MB of JSON lines.\n")
        print("| what | seconds | processor seconds | releases a second | rows | peak MB |\n"
              "| --- | ---: | ---: | ---: | ---: | ---: |")
        found = [_measure(way, file) for way in WAYS]
    for way, said in zip(WAYS, found, strict=True):
        cells = (way, f"{said['seconds']:.2f}", f"{said['processor']:.2f}",
                 f"{chosen.releases / said['seconds']:,.0f}", f"{said['rows']:,}", str(said["megabytes"]))
        print(f"| {' | '.join(cells)} |")
    print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} processors.")
    if len({said["processes"] for said in found}) != 1:
        raise SystemExit("The ways did not find the same number of processes.")
    return 0


def releases(number: int) -> Iterator[dict[str, Any]]:
    """Invented releases, a tender, an award, its update and a contract for each process, later ones first."""
    for place in range(number):
        process, step = divmod(place, 4)
        yield _release(f"ocds-abc123-{process:06}", process, 3 - step)


def _release(ocid: str, process: int, step: int) -> dict[str, Any]:
    buyer = {"id": f"GB-CFS-{process % 300}", "name": f"Invented council {process % 300}", "roles": ["buyer"]}
    supplier = {"id": f"GB-COH-{process % 2_000:08}", "name": f"Invented firm {process % 2_000}", "roles": ["supplier"],
                "identifier": {"scheme": "GB-COH", "id": f"{process % 2_000:08}"}, "details": {"scale": "sme"}}
    span = {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"}
    criteria = [{"type": "quality", "name": "Quality", "description": "50"}, {"type": "price", "description": "40"},
                {"type": "quality", "name": "Social value", "description": "10"}]
    lots = [{"id": str(lot), "title": f"Lot {lot}", "value": {"amount": 10_000 + process, "currency": "GBP"},
             "contractPeriod": span, "awardCriteria": {"criteria": criteria}} for lot in (1, 2)]
    award = {"id": f"{ocid}-1", "title": "Award", "status": "active", "date": "2025-02-01T00:00:00Z",
             "value": {"amount": 20_000 + process + step, "currency": "GBP"}, "contractPeriod": span,
             "suppliers": [{"id": supplier["id"], "name": supplier["name"]}], "relatedLots": ["1"]}
    contract = {"id": f"{ocid}-c1", "awardID": f"{ocid}-1", "status": "active", "period": span, "agreedMetrics": [
        {"id": "k1", "title": "On time", "observations": [{"id": "t", "measure": "95", "unit": {"name": "percent"}}]}]}
    return {
        "ocid": ocid, "id": f"{ocid}-{step}", "date": f"2025-0{step + 1}-15T09:00:00Z", "tag": ["tender"],
        "initiationType": "tender", "parties": [buyer, supplier], "buyer": {"id": buyer["id"], "name": buyer["name"]},
        "tender": {"id": ocid, "title": f"Procurement {process}", "status": "active", "lots": lots,
                   "description": "What is to be done, in as many words as a notice has. " * 20},
        **({"awards": [award]} if step else {}), **({"contracts": [contract]} if step == 3 else {})}


def _measure(way: str, file: Path) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONUTF8": "1", "TZ": "UTC"}
    command = [sys.executable, "-m", "bench.notices", "--only", way, "--file", str(file)]
    runs = [subprocess.run(command, env=environment, capture_output=True, text=True) for _ in range(REPEATS)]
    if failed := next((run for run in runs if run.returncode), None):
        raise SystemExit(failed.stderr[-2000:])
    return min((json.loads(run.stdout) for run in runs), key=lambda said: said["processor"])


def _parsed(file: Path) -> tuple[int, int]:
    with file.open(encoding="utf-8") as lines:
        return len({json.loads(line)["ocid"] for line in lines}), 0


def _merged(file: Path) -> tuple[int, int]:
    from ocdsmerge.merge import Merger

    from commonweal.exchange.ocds.merging import MERGE_RULES

    merger = Merger(merge_rules=dict(MERGE_RULES))
    found: dict[str, list[dict[str, Any]]] = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            release = json.loads(line)
            found.setdefault(release["ocid"], []).append(release)
    return len([merger.create_compiled_release(each) for each in found.values()]), 0


def _read(file: Path) -> tuple[int, int]:
    from commonweal.exchange.doors import Given
    from commonweal.exchange.files import read_file
    from commonweal.exchange.ocds.door import arrive
    from commonweal.ledger.book import read_book

    book = read_book(ROOT / "examples" / "northmere").book
    assert book is not None
    arrival = arrive(read_file(file), book, Given())
    if arrival.receipt.accepted != arrival.receipt.rows_in:
        raise SystemExit(arrival.receipt.words())
    processes = {row.text("process") for row in arrival.rows["opportunities"]}
    return len(processes), sum(map(len, arrival.rows.values()))


WAYS: dict[str, Callable[[Path], tuple[int, int]]] = {
    "parsed only": _parsed, "parsed and merged only": _merged, "read by the door, with the records": _read}


if __name__ == "__main__":
    raise SystemExit(main())
