"""导入任务: imports that run while their sender does something else, and tell how far they are."""
