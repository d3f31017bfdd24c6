-- Work at the desk. `version` rises with every change; `replied_at` is when somebody last wrote to the task's number.
ALTER TABLE tasks
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN replied_at timestamptz(3);
CREATE INDEX tasks_created_at_id_idx ON tasks (created_at, id);

-- `task_id`: the task that a message is about. Of kind TASK it is the task's post in the secretaries' channel, one for each task,
-- which is edited while the task changes: `shown_version` is what it shows, null where that is out of date.
ALTER TABLE notifications
    ADD COLUMN task_id uuid,
    ADD COLUMN shown_version integer,
    DROP CONSTRAINT notifications_about,
    ADD CONSTRAINT notifications_about CHECK (
        (session_id IS NOT NULL AND session_version IS NOT NULL) OR inbound_id IS NOT NULL OR task_id IS NOT NULL);
CREATE UNIQUE INDEX notifications_one_post ON notifications (task_id) WHERE kind = 'TASK';
CREATE INDEX notifications_task_id_idx ON notifications (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX notifications_unshown ON notifications (created_at, id)
    WHERE kind = 'TASK' AND shown_version IS NULL AND status IN ('QUEUED', 'SENT', 'DELIVERED');

SET ROLE clinic_engine;

-- What a task is due by follows from what it is about.
CREATE FUNCTION engine.begin_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.due_at IS NULL AND NEW.session_id IS NOT NULL THEN
    NEW.due_at := (SELECT CASE WHEN NEW.kind = 'DECISION_OVERDUE' THEN s.decision_due_at ELSE s.starts_at END
                     FROM sessions s WHERE s.id = NEW.session_id);
  END IF;
  RETURN NEW;
END
$$;

CREATE FUNCTION engine.count_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END
$$;

-- Every task has one post; whatever changes a task makes it out of date.
CREATE FUNCTION engine.post_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO notifications (task_id, kind, channel, recipient, patient_id, occasion)
    VALUES (NEW.id, 'TASK', 'SLACK', 'SECRETARIES', NEW.patient_id, NEW.id::text);
  ELSE
    UPDATE notifications SET shown_version = NULL WHERE task_id = NEW.id AND kind = 'TASK' AND shown_version IS NOT NULL;
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION engine.close_tasks(session uuid, kinds text[], why text) RETURNS void LANGUAGE sql AS $$
  UPDATE public.tasks SET state = 'DONE', done_at = clock_timestamp(), note = why
   WHERE session_id = session AND kind = ANY (kinds) AND state <> 'DONE'
$$;

-- Work that means nothing any more is done. A message that came to nothing is told anew by the message about the change; a text
-- that nobody has read yet, and an opt-out, are for a person whatever becomes of the session.
CREATE FUNCTION engine.settle_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  for_this_time text[] := '{CALL_PATIENT,DECLINED,UNDELIVERED,DECISION_OVERDUE,NO_ALTERNATIVE}';
BEGIN
  IF NEW.deleted_at IS NOT NULL THEN
    PERFORM engine.close_tasks(NEW.id, for_this_time, 'The session was deleted.');
  ELSIF NEW.status NOT IN ('PENDING', 'APPROVED') THEN
    PERFORM engine.close_tasks(NEW.id, for_this_time, CASE NEW.status
      WHEN 'CANCELLED' THEN 'The session was called off.'
      WHEN 'REJECTED' THEN 'The request was rejected.'
      WHEN 'EXPIRED' THEN 'The request has expired.'
      ELSE 'The session is over.' END);
  ELSIF NEW.starts_at <> OLD.starts_at OR NEW.doctor_id <> OLD.doctor_id THEN
    PERFORM engine.close_tasks(NEW.id, for_this_time, 'The session has another time now.');
  ELSIF NEW.status <> 'PENDING' THEN
    PERFORM engine.close_tasks(NEW.id, '{DECISION_OVERDUE}', 'The request was decided.');
  END IF;
  IF NEW.attendance <> OLD.attendance AND NEW.attendance <> 'UNKNOWN' THEN
    PERFORM engine.close_tasks(NEW.id, '{CALL_PATIENT,UNDELIVERED}', 'The patient has answered.');
  END IF;
  -- What is still to do shows how the session stands.
  UPDATE tasks SET state = state WHERE session_id = NEW.id AND state <> 'DONE';
  RETURN NULL;
END
$$;
GRANT EXECUTE ON FUNCTION engine.begin_task(), engine.count_task(), engine.post_task(), engine.settle_tasks() TO clinic_owner;

-- The task, for whoever works at the desk. A reply is written with its session: that is locked first, as a step does it.
CREATE FUNCTION engine.lock_task(task uuid) RETURNS public.tasks LANGUAGE plpgsql AS $$
DECLARE
  t public.tasks;
BEGIN
  IF coalesce(engine.acting_role(), '') NOT IN ('SECRETARY', 'ADMIN') THEN
    RAISE EXCEPTION 'Tasks are for the desk.' USING ERRCODE = 'CS403';
  END IF;
  PERFORM 1 FROM public.sessions s JOIN public.tasks x ON x.session_id = s.id WHERE x.id = task FOR KEY SHARE OF s;
  SELECT * INTO t FROM public.tasks x WHERE x.id = task FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such task.' USING ERRCODE = 'CS404';
  END IF;
  RETURN t;
END
$$;

-- Why nothing was done, and who was first.
CREATE FUNCTION engine.task_refusal(outcome text, person uuid, at timestamptz) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('outcome', outcome, 'at', engine.iso(at), 'by', (
    SELECT jsonb_build_object('id', u.id, 'fullName', u.full_name) FROM public.users u WHERE u.id = person))
$$;

-- Null where the actor may work on it: nobody else has claimed it, and it is not done.
CREATE FUNCTION engine.task_fault(t public.tasks) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN t.state = 'DONE' THEN engine.task_refusal('DONE', t.done_by, t.done_at)
    WHEN t.state = 'CLAIMED' AND t.claimed_by IS DISTINCT FROM engine.actor_id()
      THEN engine.task_refusal('CLAIMED', t.claimed_by, t.claimed_at) END
$$;

CREATE FUNCTION engine.claim_task(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t tasks := engine.lock_task((command ->> 'taskId')::uuid);
  fault jsonb := engine.task_fault(t);
BEGIN
  IF fault IS NOT NULL THEN
    RETURN fault;
  ELSIF t.state = 'OPEN' THEN
    UPDATE tasks SET state = 'CLAIMED', claimed_by = engine.actor_id(), claimed_at = clock_timestamp() WHERE id = t.id;
  END IF;
  RETURN '{"outcome": "APPLIED"}';
END
$$;

-- By anybody at the desk, whoever has claimed it.
CREATE FUNCTION engine.finish_task(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t tasks := engine.lock_task((command ->> 'taskId')::uuid);
BEGIN
  IF t.state = 'DONE' THEN
    RETURN engine.task_refusal('DONE', t.done_by, t.done_at);
  END IF;
  UPDATE tasks SET state = 'DONE', done_by = engine.actor_id(), done_at = clock_timestamp(), note = command ->> 'note'
   WHERE id = t.id;
  RETURN '{"outcome": "APPLIED"}';
END
$$;

-- The number to write to. One that wrote to us may be answered; any other must be one that may be texted.
CREATE FUNCTION engine.reply_number(t public.tasks) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN t.phone IS NOT NULL AND EXISTS (SELECT 1 FROM public.inbound_messages m WHERE m.from_phone = t.phone) THEN t.phone
    ELSE (SELECT p.phone FROM public.patients p
           WHERE p.id = t.patient_id AND (t.phone IS NULL OR p.phone = t.phone)
             AND (p.phone_verified_at IS NOT NULL OR p.sms_consent)) END
$$;

-- Writes the text that answers, once for each `noticeId`, and claims the task for the one who answers. Where the task is about
-- a session the text is one of that session's messages.
CREATE FUNCTION engine.reply_task(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t tasks := engine.lock_task((command ->> 'taskId')::uuid);
  fault jsonb := engine.task_fault(t);
  number text := engine.reply_number(t);
  about sessions;
BEGIN
  IF fault IS NOT NULL THEN
    RETURN fault;
  ELSIF number IS NULL THEN
    RETURN '{"outcome": "NO_NUMBER"}';
  ELSIF engine.is_opted_out(number) THEN
    RETURN '{"outcome": "OPTED_OUT"}';
  END IF;
  SELECT * INTO about FROM sessions s WHERE s.id = t.session_id AND s.deleted_at IS NULL;
  INSERT INTO notifications (id, task_id, session_id, session_version, kind, channel, recipient, patient_id, phone, body, occasion)
  VALUES ((command ->> 'noticeId')::uuid, t.id, about.id, about.version, 'STAFF_REPLY', 'SMS', 'PATIENT',
          -- A number that wrote to us is answered whether or not it is one that its patient has verified.
          (SELECT p.id FROM patients p
            WHERE p.id = t.patient_id AND p.phone = number AND (p.phone_verified_at IS NOT NULL OR p.sms_consent)),
          number, command ->> 'body', command ->> 'noticeId')
  ON CONFLICT (id) DO NOTHING;
  UPDATE tasks
     SET state = 'CLAIMED', claimed_by = engine.actor_id(), claimed_at = coalesce(claimed_at, clock_timestamp()),
         replied_at = clock_timestamp()
   WHERE id = t.id;
  RETURN jsonb_build_object('outcome', 'APPLIED', 'sessionId', about.id);
END
$$;

-- A task's post with all that it shows; null where there is none.
CREATE FUNCTION engine.task_post(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN (
    SELECT jsonb_build_object(
      'notification', jsonb_build_object(
        'id', n.id, 'status', n.status, 'providerId', n.provider_id, 'shownVersion', n.shown_version),
      'task', jsonb_build_object(
        'id', t.id, 'version', t.version, 'kind', t.kind, 'state', t.state, 'text', t.text, 'note', t.note,
        'createdAt', engine.iso(t.created_at), 'dueAt', engine.iso(t.due_at),
        'claimedBy', (SELECT u.full_name FROM users u WHERE u.id = t.claimed_by), 'claimedAt', engine.iso(t.claimed_at),
        'doneBy', (SELECT u.full_name FROM users u WHERE u.id = t.done_by), 'doneAt', engine.iso(t.done_at),
        'repliedAt', engine.iso(t.replied_at)),
      'timeZone', (SELECT c.time_zone FROM policy c),
      'patientName', (SELECT p.full_name FROM patients p WHERE p.id = t.patient_id),
      'session', (SELECT jsonb_build_object('code', s.code, 'startsAt', engine.iso(s.starts_at), 'doctorName', d.full_name,
                                            'status', s.status, 'attendance', s.attendance)
                    FROM sessions s JOIN doctors d ON d.id = s.doctor_id WHERE s.id = t.session_id))
      FROM tasks t JOIN notifications n ON n.task_id = t.id AND n.kind = 'TASK'
     WHERE t.id = (command ->> 'taskId')::uuid);
END
$$;

-- What the post shows now; nothing where the task has changed meanwhile.
CREATE FUNCTION engine.task_shown(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  t tasks;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO t FROM tasks x WHERE x.id = (command ->> 'taskId')::uuid FOR SHARE;
  UPDATE notifications SET shown_version = t.version
   WHERE task_id = t.id AND kind = 'TASK' AND t.version = (command ->> 'version')::integer;
  RETURN NULL;
END
$$;

-- Tasks whose posts are missing or out of date, oldest first.
CREATE FUNCTION engine.unshown_tasks(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM engine.require_system();
  RETURN coalesce((
    SELECT jsonb_agg(x.task_id ORDER BY x.created_at, x.id)
      FROM (SELECT n.task_id, n.created_at, n.id FROM notifications n
             WHERE n.kind = 'TASK' AND n.shown_version IS NULL AND n.status IN ('QUEUED', 'SENT', 'DELIVERED')
             ORDER BY n.created_at, n.id LIMIT (command ->> 'limit')::integer) x), '[]');
END
$$;

GRANT EXECUTE ON FUNCTION engine.claim_task(jsonb), engine.finish_task(jsonb), engine.reply_task(jsonb) TO clinic_owner, clinic_app;
GRANT EXECUTE ON FUNCTION engine.task_post(jsonb), engine.task_shown(jsonb), engine.unshown_tasks(jsonb)
  TO clinic_owner, clinic_worker;
RESET ROLE;

CREATE TRIGGER begin_task BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION engine.begin_task();
CREATE TRIGGER count_task BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION engine.count_task();
CREATE TRIGGER post_task AFTER INSERT OR UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION engine.post_task();
CREATE TRIGGER settle_tasks AFTER UPDATE ON sessions FOR EACH ROW
  WHEN (ROW (OLD.status, OLD.starts_at, OLD.doctor_id, OLD.attendance, OLD.deleted_at)
        IS DISTINCT FROM ROW (NEW.status, NEW.starts_at, NEW.doctor_id, NEW.attendance, NEW.deleted_at))
  EXECUTE FUNCTION engine.settle_tasks();
