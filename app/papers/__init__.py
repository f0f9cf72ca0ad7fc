"""The papers of a case: files with their versions and checksums, who may open which, the dossier and its check-list."""
