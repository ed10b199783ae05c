"""The texts of the evidence page and of the coverage table."""

from __future__ import annotations

from pathlib import Path

from ogi.texts import Texts

texts = Texts(Path(__file__).with_name("texts.yaml"))
say = texts.say
