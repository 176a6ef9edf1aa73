"""
A publication in the browser while it is written: nothing of it is ever in ``site/``.

``view.py`` holds what there is to see at a moment, ``pages.py`` puts our words around a page,
``app.py`` answers requests, ``server.py`` watches the files and runs until it is stopped.
"""
