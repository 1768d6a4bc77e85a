"""What adds up over portals and agencies; pure."""
