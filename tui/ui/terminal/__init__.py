"""What goes over the wire: start, end, signals, clipboard. Knows no articles."""
