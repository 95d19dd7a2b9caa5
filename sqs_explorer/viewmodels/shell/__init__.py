"""What the window itself knows: open pages, who one is, settings, the demo, where Quick open goes."""
