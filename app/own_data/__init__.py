"""Everything that is kept about whoever asks: to read on a page, and to take away in a ZIP.

It opens for a member who is signed in and for whoever comes with a code or this browser's cookie,
and for nobody else: no address holds a key. What each name in the file means stands in `words`.
"""
