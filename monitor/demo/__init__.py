"""The simulated national estate: invented agencies on loopback."""
