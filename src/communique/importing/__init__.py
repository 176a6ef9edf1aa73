"""
Move in: what another program published becomes entries, and nobody is told again.

A source gives items (``items.py``): ``feeds.py`` with ``wordpress.py``, ``jsonfeeds.py``, both with
``plain.py``, or ``folders.py`` with ``heads.py``, ``filenames.py``, ``permalinks.py`` and
``linking.py``, and with what ``configurations.py`` and ``hugo.py`` say of its site (``sites.py``);
``walking.py`` goes from page to page. ``choosing.py`` says which of them come in, ``writing.py``
makes entries of them, which ``naming.py`` names, ``places.py`` finds again and ``links.py`` links,
``own.py`` knows our own feeds, ``media.py`` puts pictures and files beside entries, and
``moving.py`` does all of it in an order that outlives a crash.
"""
