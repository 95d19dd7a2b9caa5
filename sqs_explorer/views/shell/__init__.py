"""The window around the pages: header, tree's place, page tabs, activity, quick open."""
