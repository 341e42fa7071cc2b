"""The Starlette app: the GraphQL endpoint over HTTP and WebSocket, limits, cookies, health.

What must always hold: a cookie counts only where the request comes from our own pages; nothing
reaches the schema that is larger, deeper or stranger than the limits here allow; every answer
carries the security headers; what is logged holds no secrets and no input.

Who may call: the command line (`serve`), and the tests.
"""
