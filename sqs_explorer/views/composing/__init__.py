"""The Send tab: editor, attributes, options and the Send bar."""
