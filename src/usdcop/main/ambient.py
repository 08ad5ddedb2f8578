"""What the environment tells the libraries of a home, and must not."""

from collections.abc import MutableMapping

DATABASE = "USDCOP_DATABASE_URL"


def forget_postgres(environ: MutableMapping[str, str]) -> list[str]:
    """Remove from ``environ`` what PostgreSQL's libraries and programs would read (``PGSSLMODE``, ``PGSERVICE`` …).

    A home's own server is reached as the home says. Where ``USDCOP_DATABASE_URL`` names another server the variables
    are that server's, and stay. Returns the names removed.
    """
    if environ.get(DATABASE):
        return []
    names = [name for name in environ if name.startswith("PG")]
    for name in names:
        del environ[name]
    return names
