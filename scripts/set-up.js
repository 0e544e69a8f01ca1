// Prepares a machine for this repository. To be written: see README.
