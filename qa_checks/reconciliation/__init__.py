"""The extract held against the system of record, field by field."""
