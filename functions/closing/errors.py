"""What can be wrong with closing."""

from shared.errors import NotFound


class SectionUnknown(NotFound):
    code = "section_unknown"
    title = "There is no such section"
