"""Many runs of one scenario: sweeps over its variables, paired what-ifs, and which levers matter.

Defenders' choices are compared; whatever reaches the script of a threat, visitor or disturbance is drawn anew for
each version, averaged over, and never shown.
"""
