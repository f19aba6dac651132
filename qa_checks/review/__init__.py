"""What the second analyst does: decides, attests, and sees what is still open."""
