"""Ties the database role `app` to the identity of the function app, as Azure's PostgreSQL wants it: a security label on the role."""

import asyncio
import os
import sys
from uuid import UUID

import asyncpg


async def main() -> None:
    principal = UUID(os.environ["AUGEO_APP_PRINCIPAL_ID"])
    conn = await asyncpg.connect(os.environ["AUGEO_PG_ADMIN_URL"])
    try:
        # A utility statement takes no parameters; a UUID cannot carry a quote.
        await conn.execute(f"""SECURITY LABEL FOR "pgaadauth" ON ROLE app IS 'aadauth,oid={principal},type=service'""")
    finally:
        await conn.close()
    sys.stdout.write("role app is the function app\n")


if __name__ == "__main__":
    asyncio.run(main())
