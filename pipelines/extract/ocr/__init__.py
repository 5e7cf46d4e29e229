"""Pictures of reports, by their ruled lines and a recogniser; needs the extra ``ocr``."""
