"""The Chinese font that travels with the package, Noto Sans SC, under the SIL Open Font License (OFL.txt)."""

from __future__ import annotations

from pathlib import Path

FAMILY = "Noto Sans SC"
REGULAR = Path(__file__).with_name("NotoSansSC-Regular.ttf")
BOLD = Path(__file__).with_name("NotoSansSC-Bold.ttf")
