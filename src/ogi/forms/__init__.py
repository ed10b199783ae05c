"""The official forms as data: their rows, what each row is part of, and how a table is recognised."""

from ogi.forms.catalogue import Indicator, Subject, indicators
from ogi.forms.labels import clean_label, printed_label
from ogi.forms.recognise import Recognition, recognise
from ogi.forms.spec import Form, Forms, Row, load_form, load_forms

__all__ = [
    "Form",
    "Forms",
    "Indicator",
    "Recognition",
    "Row",
    "Subject",
    "clean_label",
    "indicators",
    "load_form",
    "load_forms",
    "printed_label",
    "recognise",
]
