"""Form specs as data, the catalogue of indicators, and which form a table is of."""

from ogi.forms.catalogue import Indicator, Subject, indicators
from ogi.forms.labels import clean_label, printed_label
from ogi.forms.load import Forms, load_form, load_forms
from ogi.forms.matching import Match
from ogi.forms.recognise import Recognition, recognise
from ogi.forms.spec import Column, Form, FormTable, Row
from ogi.forms.years import part_years

__all__ = [
    "Column",
    "Form",
    "FormTable",
    "Forms",
    "Indicator",
    "Match",
    "Recognition",
    "Row",
    "Subject",
    "clean_label",
    "indicators",
    "load_form",
    "load_forms",
    "part_years",
    "printed_label",
    "recognise",
]
