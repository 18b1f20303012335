"""目录工作簿: the catalogue as a workbook that people edit and send back."""
