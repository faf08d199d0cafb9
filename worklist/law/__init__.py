"""The law of periods: calendar, arithmetic, rules, reminders, limitation.

Pure functions: values in, values out. No database, no clock, no engine; `today` is always passed in.
"""
