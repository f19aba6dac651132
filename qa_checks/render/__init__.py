"""A report made visible: terminal, HTML, JSON, JUnit, XLSX, GitHub annotations."""
