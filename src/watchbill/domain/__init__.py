"""What a task is and what may happen to it: pure values and functions, no clock, no input or output."""
