"""What a page is made of: its outline, the alignment of two outlines, and where its links lead."""
