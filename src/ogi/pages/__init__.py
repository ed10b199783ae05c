"""Pages that stand alone: one file each, its styles and its Chinese font inside."""

from ogi.pages.font import font_for
from ogi.pages.page import fill, whole_page

__all__ = ["fill", "font_for", "whole_page"]
