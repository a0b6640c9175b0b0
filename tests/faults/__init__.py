"""What goes wrong while something is saved: races, double clicks, processes that are killed."""
