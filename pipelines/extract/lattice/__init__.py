"""Drawn pages (PDF, OFD, pictures) into grids: ruled lines and placed text become cells."""
