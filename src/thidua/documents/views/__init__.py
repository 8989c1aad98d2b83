"""Pages of this app."""

from thidua.documents.views.files import file_download, file_picture

__all__ = ["file_download", "file_picture"]
