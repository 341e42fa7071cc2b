"""The page at `/` where the web app is not built: how to build it, and where the API is."""

from __future__ import annotations

import base64
import hashlib
import html

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; }
body { margin: 12vh auto; padding: 0 1rem; }
h1 { font-size: 2.4rem; margin-bottom: 0; }
code { font-size: .95em; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; border-radius: .5rem; }
"""

_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Likewise</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>Likewise</h1>
<p>The Like button as a payment button: one small amount a month, shared by all that you like.</p>
<p>This server speaks GraphQL at <code>/graphql</code>, over HTTP and, for live wallets, over
WebSocket (<code>graphql-transport-ws</code>). Reading needs no sign-in:</p>
<pre><code>curl ORIGIN/graphql \\
  -H 'Content-Type: application/json' \\
  -d '{{"query": "{{ economy {{ people supporters }} }}"}}'</code></pre>
<p>Whether it is well: <a href="/health">/health</a>.</p>
<p>The web app will be here once it is built. Where this server was installed from, with Node 20.19
or newer on the path, run:</p>
<pre><code>.venv/bin/python hatch_build.py</code></pre>
</main>
</body>
</html>
"""

_STYLE_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def front_page(request: Request) -> Response:
    """The page. It loads nothing and runs nothing."""
    # Whoever asks may write anything into the Host header, so it is escaped.
    origin = html.escape(f"{request.url.scheme}://{request.url.netloc}")
    return HTMLResponse(
        _PAGE.replace("ORIGIN", origin), headers={"Content-Security-Policy": _POLICY}
    )
