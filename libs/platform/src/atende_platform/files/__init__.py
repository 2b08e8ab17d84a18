"""Files of people, in and out: uploads, tables, workbooks, formula-safe writers, and import jobs."""
