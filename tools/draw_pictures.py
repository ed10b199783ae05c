"""Draw the pictures of the documents again from the registered reports."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ogi.charts import chart_spec, draw, encode, write
from ogi.ingest import ingest_registered
from ogi.store.reading import read
from ogi.view import view_report

ROOT = Path(__file__).resolve().parents[1]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        ingest_registered(ROOT / "data" / "raw" / "sources.csv", Path(folder))
        spec = chart_spec(view_report(read(Path(folder)), "xiangshan-aic", 2011, "en"), "volume-by-channel")
    for path in write(ROOT / "docs", spec.name, encode(draw(spec), spec, ("png",))):
        print(f"wrote {path.relative_to(ROOT)}")
