"""Reading registers: files into all-string tables of the layout, with every row's file and line."""
