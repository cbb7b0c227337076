"""What is taken along: one report, written as PDF, as slides and as a workbook."""
