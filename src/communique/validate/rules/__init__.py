"""The rules that no row can say: functions that judge one element, at its end."""
