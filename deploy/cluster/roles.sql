-- Run once by an administrator in the warehouse's own database: psql -d kpi -f roles.sql
-- kpi publishes; kpi_reader is what pages read with and may only select, tables of the future included.
-- Passwords are set apart from this file: ALTER ROLE kpi PASSWORD '…';
CREATE ROLE kpi LOGIN;
CREATE ROLE kpi_reader LOGIN;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
DO $$ BEGIN EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO kpi', current_database()); END $$;
DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO kpi_reader', current_database()); END $$;
ALTER DEFAULT PRIVILEGES FOR ROLE kpi GRANT USAGE ON SCHEMAS TO kpi_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE kpi GRANT SELECT ON TABLES TO kpi_reader;
