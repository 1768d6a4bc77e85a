"""What the name system says of a portal's host: addresses, zone, name servers, signatures, and the way over IPv6."""
