"""Units (a tree with validity dates), people, memberships, roles as code."""
