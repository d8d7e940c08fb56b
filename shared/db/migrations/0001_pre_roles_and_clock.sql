-- Why: who may touch what, and the one clock of the auction, must exist before the first table.
SET LOCAL lock_timeout = '5s';

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'engine') THEN CREATE ROLE engine NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of the cluster is being migrated at this moment
END $$;

-- A definer function changes its owner to engine; PostgreSQL asks that the migrator may become engine and that engine may create here.
-- A superuser needs no grant, and granting all the same would make databases migrated at once update one catalogue row.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'engine', 'SET') THEN EXECUTE format('GRANT engine TO %I', current_user); END IF;
END $$;
GRANT CREATE, USAGE ON SCHEMA public TO engine;
GRANT USAGE ON SCHEMA public TO app;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The auction's clock. A rehearsal replaces these two functions; nothing passes "now" as a parameter.
CREATE FUNCTION auction_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE
  RETURN clock_timestamp();
-- Auction seconds per real second.
CREATE FUNCTION auction_clock_rate() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE
  RETURN 1.0::double precision;

-- The tenant of this transaction; null (no rows) until the service sets it.
CREATE FUNCTION current_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.org', true), '')::uuid;

GRANT EXECUTE ON FUNCTION auction_now(), auction_clock_rate(), current_org() TO app, engine;
