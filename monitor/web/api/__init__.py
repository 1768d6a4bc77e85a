"""What programs ask of `/api/v1`, one file for each subject."""
