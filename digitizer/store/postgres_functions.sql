-- Functions that the policies ask, and the one by which an administrator makes logins.
-- {database} is the office's database; statements are parted by lines of two semicolons.
-- SECURITY DEFINER: inside, current_user is the owner; session_user stays who logged in.

-- the login of who is connected: their role's name without the office's prefix
CREATE OR REPLACE FUNCTION me_login() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN starts_with(session_user::text, '{database}.')
    THEN substr(session_user::text, length('{database}.') + 1) END
$$
;;
CREATE OR REPLACE FUNCTION me() RETURNS integer LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM officer WHERE login = me_login() AND disabled_at IS NULL
$$
;;
CREATE OR REPLACE FUNCTION state_of(of_code text) RETURNS text LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT state FROM dossier WHERE code = of_code
$$
;;
CREATE OR REPLACE FUNCTION state_of_document(number integer) RETURNS text LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT state FROM dossier JOIN document ON document.dossier_code = dossier.code
  WHERE document.id = number
$$
;;
-- the present moment in the form in which the program writes times
CREATE OR REPLACE FUNCTION right_now() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$
;;
-- An administrator makes and changes anybody's login; an officer changes their own password only.
-- The password comes as a SCRAM verifier made by the client: the server never sees or logs it.
CREATE OR REPLACE FUNCTION set_login(of_login text, verifier text, seats text[], may boolean)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  role_name text := '{database}.' || of_login;
  seat text;
  by_administrator boolean := pg_has_role(session_user, current_user, 'MEMBER')
    OR EXISTS (SELECT 1 FROM officer WHERE id = me() AND roles::jsonb ? 'administrator');
BEGIN
  IF NOT by_administrator AND (of_login IS DISTINCT FROM me_login() OR me() IS NULL
      OR NOT may OR seats IS NOT NULL) THEN
    RAISE EXCEPTION 'only an administrator' USING ERRCODE = '42501';
  END IF;
  IF octet_length(role_name) > 63 THEN
    RAISE EXCEPTION 'login too long' USING ERRCODE = '22001';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
    EXECUTE format('CREATE ROLE %I INHERIT NOLOGIN', role_name);
  END IF;
  IF verifier IS NOT NULL THEN
    IF verifier NOT LIKE 'SCRAM-SHA-256$%' THEN
      RAISE EXCEPTION 'a verifier, not a password' USING ERRCODE = '22023';
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', role_name, verifier);
  END IF;
  EXECUTE format('ALTER ROLE %I ' || CASE WHEN may THEN 'LOGIN' ELSE 'NOLOGIN' END, role_name);
  IF seats IS NOT NULL THEN
    FOREACH seat IN ARRAY ARRAY['member', 'clerk', 'supervisor', 'records', 'administrator'] LOOP
      EXECUTE format(
        CASE WHEN may AND (seat = 'member' OR seat = ANY (seats))
          THEN 'GRANT %I TO %I' ELSE 'REVOKE %I FROM %I' END,
        '{database}_' || seat, role_name);
    END LOOP;
  END IF;
END
$$
;;
REVOKE ALL ON FUNCTION set_login(text, text, text[], boolean) FROM PUBLIC
;;
GRANT EXECUTE ON FUNCTION set_login(text, text, text[], boolean) TO "{database}_member"
