"""The operators' console under `/console`: server-rendered pages, live parts with htmx, in Spanish and English.

    app          the application: pages, headers, exceptions, files
    pages        how a page is declared, and the guard that every declared page passes
    roles        who may do what, in one table
    accounts     passwords, the demo account        sign_in    the form, its limits, signing out
    csrf         the mark in every form             visit      one request: who asks, which language, rendering
    conversations, live, conversation, handoffs …   one module a page
    templates/   Jinja2; `layout.html` is the frame static/    one style sheet, one script

**To add a page**

1. A module here with its own `pages = Pages()`; declare each route with what it needs:

       @pages.get("/figures", may=May.WATCH, nav="console_nav_figures")
       async def figures(visit: Visiting) -> Response:
           numbers = await visit.ask(visit.console.desk.figures, since)    # in a thread; SQL is in channels.journal
           return visit.page("figures.html", numbers=numbers)

   `nav` puts it into the menu, with the sentence of that key, for those who may see it. Paths are under `/console`.
2. `templates/figures.html` begins with `{% extends "layout.html" %}`; texts are `{{ say("key") }}`; every form has
   `{{ csrf() }}` in it. No `style=` and no `<script>` in a page: the content security policy refuses both.
3. Sentences in `locales/console_sentences.py` (or another `locales/*_sentences.py`), Spanish in the catalog.
4. Add the module's `pages` to `channels.console.app.PAGES`. From then on tests/channels/console/test_roles.py walks its
   routes as each role, signed out, and without the form's mark.
5. What changes something or shows a person: `await visit.record("action", person=…)`, for the log.
"""

from __future__ import annotations
