"""The texts of the pages around the notebooks."""

from __future__ import annotations

from pathlib import Path

from ogi.texts import Texts

texts = Texts(Path(__file__).with_name("texts.yaml"))
say = texts.say
