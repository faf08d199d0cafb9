"""Days, times and durations: the values, their texts, their arithmetic. Source: DMN 1.5 §10.3.2.3.4 to §10.3.2.3.9."""
