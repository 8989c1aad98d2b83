"""Reports of a period, composed from approved figures and the words of the office; frozen when they are issued."""
