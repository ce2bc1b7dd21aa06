-- One row: the workbook of a load, as it was received.
SELECT file_name, workbook FROM load WHERE load_id = $load
