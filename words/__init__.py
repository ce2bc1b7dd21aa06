"""Ground floor: names of tables, measures and levels once, how numbers are printed, Beijing's
time. Imports nothing of the project, nor streamlit or pandas."""
