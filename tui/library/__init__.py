"""All the articles, searchable. Everything here can be rebuilt from the files."""
