"""What a debrief shows of a run, as plain data: pure folds over its log and over what is known of who decided what."""
