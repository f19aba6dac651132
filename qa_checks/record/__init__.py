"""What people write beside a release: decisions and attestations, read and added to."""
