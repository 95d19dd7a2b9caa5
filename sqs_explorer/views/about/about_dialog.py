"""The dialog About: the program, the licences of all its parts, and what is new."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.views.about.licences_page import LicencesPage
from sqs_explorer.views.about.program_page import ProgramPage
from sqs_explorer.views.about.reading_text import ReadingText
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.page_stack import PageStack
from sqs_explorer.views.parts.sub_tabs import SubTabBar

WIDTH_PX, PAGE_PX = 1000, 470
PAGES = ("Program", "Licences", "What is new")


class AboutDialog(DialogFrame):
    """Changes nothing but the daily look for a new version; `Close` and Escape leave it."""

    def __init__(self, look: Look, view_model: AboutViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "About SQS Explorer", icon="info", width=WIDTH_PX, parent=parent)
        self._view_model = view_model
        self.setObjectName("about_dialog")
        self.setAccessibleName("About")
        self.pages = SubTabBar(look, "About pages")
        self.program = ProgramPage(look, view_model)
        self.licences = LicencesPage(look, view_model)
        self.news = ReadingText("What is new", look.fonts.base)
        self._stack = PageStack()
        for title, page in zip(PAGES, (self.program, self.licences, self.news), strict=True):
            self.pages.addTab(title)
            self._stack.addWidget(page)
        self._stack.setFixedHeight(PAGE_PX)
        self.pages.currentChanged.connect(self._stack.setCurrentIndex)
        self.add_field(self.pages)
        self.add_field(self._stack)
        self.cancel.set_face("Close", "")
        self._copy = outlined_button(
            look, "Copy details", "copy", tooltip="Copy versions and folders for a bug report"
        )
        self._copy.clicked.connect(self._copy_details)
        self.add_foot(self._copy)
        view_model.changed.connect(self._show)
        self._show()
        view_model.load()

    def _show(self) -> None:
        self.news.show_text(self._view_model.news)

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.details())
