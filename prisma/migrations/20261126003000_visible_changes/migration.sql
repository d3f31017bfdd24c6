-- Live views: what of some changes each of several viewers may see, in one transaction. The rows are read with the caller's
-- rights, as one viewer after the other: their policies decide, and nothing here repeats what those say.
SET ROLE clinic_engine;

CREATE FUNCTION engine.visible_changes(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  session_ids uuid[] := ARRAY(SELECT jsonb_array_elements_text(command -> 'sessions')::uuid);
  task_ids uuid[] := ARRAY(SELECT jsonb_array_elements_text(command -> 'tasks')::uuid);
  viewer jsonb;
  subject jsonb;
  answers jsonb[] := '{}';
BEGIN
  FOR viewer IN SELECT v FROM jsonb_array_elements(command -> 'viewers') v LOOP
    PERFORM set_config('app.actor_id', '', true), set_config('app.role', 'ANONYMOUS', true);
    subject := engine.token_subject(viewer);
    IF subject IS NULL OR subject ->> 'status' <> 'ACTIVE' OR (subject -> 'sessionRevoked')::boolean
      OR subject -> 'version' <> viewer -> 'version' OR subject ->> 'role' <> viewer ->> 'role' THEN
      answers := answers || '{"stands": false, "sessions": [], "tasks": []}'::jsonb;
      CONTINUE;
    END IF;
    PERFORM set_config('app.actor_id', viewer ->> 'userId', true), set_config('app.role', viewer ->> 'role', true);
    answers := answers || jsonb_build_object(
      'stands', true,
      'sessions', to_jsonb(ARRAY(SELECT s.id FROM sessions s WHERE s.id = ANY (session_ids))),
      'tasks', to_jsonb(ARRAY(SELECT t.id FROM tasks t WHERE t.id = ANY (task_ids))));
  END LOOP;
  PERFORM set_config('app.actor_id', '', true), set_config('app.role', 'ANONYMOUS', true);
  RETURN to_jsonb(answers);
END
$$;

GRANT EXECUTE ON FUNCTION engine.visible_changes(jsonb) TO clinic_owner, clinic_app;
RESET ROLE;
