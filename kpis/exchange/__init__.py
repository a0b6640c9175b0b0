"""Files in and out: bytes to rows and problems, and back. Knows no store."""
