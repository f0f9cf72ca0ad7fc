"""The kit for pages: no pages of a feature live here.

kit.py renders, pages and lists the menu; security.py holds headers and CSRF; errors.py turns failures into Chinese pages;
templates/layout.html and templates/components/ are what every page is made of. Features declare
`MENU = [MenuEntry("我的待办", "worklist.mine", "task.read", "inbox")]` beside their `blueprint` in pages.py.
"""
