-- One message may ask about several sessions.
DROP INDEX prompts_notification_id_key;
CREATE UNIQUE INDEX prompts_once ON prompts (notification_id, session_id);

-- A message to a doctor that shows the session, and is written anew when that changes.
ALTER TABLE notifications ADD COLUMN shows_card boolean NOT NULL DEFAULT false;

SET ROLE clinic_engine;

UPDATE public.notifications AS n SET shows_card = true, doctor_id = s.doctor_id
  FROM public.sessions s
 WHERE s.id = n.session_id AND n.channel = 'SLACK' AND n.recipient = 'DOCTOR' AND n.kind = 'BOOKED';

-- As before; `wasApproved`: at some time, so that it is in the patient's calendar.
CREATE OR REPLACE FUNCTION engine.delivery_session(current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', current.id, 'code', current.code, 'status', current.status, 'attendance', current.attendance, 'version', current.version,
    'startsAt', engine.iso(current.starts_at), 'endsAt', engine.iso(current.ends_at), 'telehealth', current.telehealth,
    'telehealthUrl', current.telehealth_url, 'visitReason', current.visit_reason, 'reason', current.reason,
    'reasonCategory', current.reason_category, 'decidedAt', engine.iso(current.decided_at),
    'decidedBy', (SELECT u.full_name FROM public.users u WHERE u.id = current.decided_by),
    'decisionDueAt', engine.iso(current.decision_due_at), 'createdAt', engine.iso(current.created_at),
    'overbooked', current.overbooked, 'wasApproved', current.status = 'APPROVED' OR EXISTS (
      SELECT 1 FROM public.status_history h WHERE h.session_id = current.id AND h.to_status = 'APPROVED'))
    || engine.called_off_by(current)
$$;

-- What the message tells of, as the history of its version has it, with the proposal that it is about. Null where nothing
-- was recorded.
CREATE FUNCTION engine.delivery_change(n public.notifications) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'kind', h.kind, 'byRole', h.actor_role, 'startsAt', h.details ->> 'startsAt',
    'previousStartsAt', h.details ->> 'previousStartsAt', 'moveId', m.id, 'proposedStartsAt', engine.iso(m.starts_at),
    'awaiting', m.awaiting)
    FROM public.status_history h
    LEFT JOIN LATERAL (
      SELECT * FROM public.moves x
       WHERE h.kind LIKE 'MOVE\_%' AND x.session_id = h.session_id AND x.created_at <= h.at
       ORDER BY (x.id::text = h.details ->> 'moveId') DESC NULLS LAST, x.created_at DESC LIMIT 1) m ON true
   WHERE h.session_id = n.session_id AND h.version = n.session_version
$$;

CREATE FUNCTION engine.delivery_move(session uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', m.id, 'awaiting', m.awaiting, 'startsAt', engine.iso(m.starts_at), 'endsAt', engine.iso(m.ends_at),
    'dueAt', engine.iso(m.due_at), 'doctorId', m.doctor_id, 'doctorName', d.full_name,
    'room', (SELECT jsonb_build_object('name', r.name, 'location', r.location) FROM public.rooms r WHERE r.id = m.room_id),
    'proposedBy', p.full_name, 'proposedByRole', p.role, 'reason', m.reason)
    FROM public.moves m
    JOIN public.doctors d ON d.id = m.doctor_id
    LEFT JOIN LATERAL engine.people(ARRAY[m.proposed_by]) p ON true
   WHERE m.session_id = session AND m.status = 'PROPOSED'
$$;

-- The sessions that a reminder still has something to say about, earliest first.
CREATE FUNCTION engine.delivery_together(n public.notifications) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'sessionId', s.id, 'code', s.code, 'startsAt', engine.iso(s.starts_at), 'endsAt', engine.iso(s.ends_at),
           'attendance', s.attendance, 'doctorName', d.full_name, 'telehealthUrl', s.telehealth_url,
           'room', (SELECT jsonb_build_object('name', r.name, 'location', r.location) FROM public.rooms r WHERE r.id = s.room_id))
           ORDER BY s.starts_at, s.id), '[]')
    FROM public.sessions s JOIN public.doctors d ON d.id = s.doctor_id
   WHERE s.id = ANY (n.also_session_ids || n.session_id) AND s.status = 'APPROVED' AND s.attendance <> 'DECLINED'
     AND s.deleted_at IS NULL AND s.starts_at > clock_timestamp()
$$;

-- Messages to doctors that show the session, and to whom. They are written anew when the session changes.
CREATE FUNCTION engine.delivery_cards(current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'notificationId', c.id, 'kind', c.kind, 'doctorId', coalesce(c.doctor_id, current.doctor_id),
           'channelId', split_part(c.provider_id, ':', 1), 'ts', split_part(c.provider_id, ':', 2))
           ORDER BY c.created_at, c.id), '[]')
    FROM public.notifications c
   WHERE c.session_id = current.id AND c.channel = 'SLACK' AND c.recipient = 'DOCTOR' AND c.shows_card
     AND c.provider_id LIKE '%:%'
$$;

-- The doctor whom a message is for: the one it names, the one whose time is asked for, or the session's.
CREATE FUNCTION engine.delivery_addressee(n public.notifications, current public.sessions) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name, 'slackUserId', (
           SELECT i.subject FROM public.chat_identities i
            WHERE i.user_id = d.user_id AND i.channel = 'SLACK' AND i.revoked_at IS NULL
            ORDER BY i.verified_at DESC, i.id LIMIT 1))
    FROM public.doctors d
   WHERE d.id = coalesce(n.doctor_id,
                         (SELECT m.doctor_id FROM public.moves m
                           WHERE n.kind = 'MOVE_PROPOSED' AND m.session_id = current.id AND m.status = 'PROPOSED'
                             AND m.awaiting = 'DOCTOR'),
                         current.doctor_id)
$$;

CREATE OR REPLACE FUNCTION engine.delivery_context(command jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
  s sessions;
  number text;
BEGIN
  PERFORM engine.require_system();
  SELECT * INTO n FROM notifications x WHERE x.id = (command ->> 'notificationId')::uuid;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT * INTO s FROM sessions x WHERE x.id = n.session_id;
  number := coalesce(n.address, n.phone, (SELECT p.phone FROM patients p WHERE p.id = n.patient_id));
  RETURN jsonb_build_object(
    'notification', jsonb_build_object(
      'id', n.id, 'kind', n.kind, 'channel', n.channel, 'recipient', n.recipient, 'status', n.status,
      'address', coalesce(n.address, n.phone), 'body', n.body, 'subject', n.subject, 'providerId', n.provider_id,
      'attempts', n.attempts, 'sessionVersion', n.session_version, 'createdAt', engine.iso(n.created_at),
      'optedOut', n.channel = 'SMS' AND engine.is_opted_out(number)),
    'session', CASE WHEN s.id IS NOT NULL THEN engine.delivery_session(s) END,
    'change', engine.delivery_change(n), 'move', engine.delivery_move(s.id),
    'together', CASE WHEN n.kind IN ('REMINDER', 'SAME_DAY') THEN engine.delivery_together(n) ELSE '[]' END,
    'clinic', (SELECT jsonb_build_object('name', c.clinic_name, 'timeZone', c.time_zone) FROM policy c),
    'patient', engine.delivery_patient(n.patient_id, s.id, s.doctor_id),
    'doctor', (SELECT jsonb_build_object('id', d.id, 'fullName', d.full_name) FROM doctors d WHERE d.id = s.doctor_id),
    'addressee', CASE WHEN n.recipient = 'DOCTOR' THEN engine.delivery_addressee(n, s) END,
    'room', (SELECT jsonb_build_object('name', r.name, 'location', r.location) FROM rooms r WHERE r.id = s.room_id),
    'cards', CASE WHEN n.recipient = 'DOCTOR' THEN engine.delivery_cards(s) ELSE '[]' END,
    'firstSms', n.channel = 'SMS' AND NOT EXISTS (
      SELECT 1 FROM notifications o WHERE o.channel = 'SMS' AND o.address = number AND o.id <> n.id));
END
$$;

-- As before; `prompts` are the questions that the message asks, each about one session, and `card` tells that it shows the
-- session and to which doctor.
CREATE OR REPLACE FUNCTION engine.begin_delivery(command jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  n notifications;
BEGIN
  PERFORM engine.require_system();
  UPDATE notifications AS x
     SET address = CASE WHEN x.attempts = 0 THEN command ->> 'address' ELSE x.address END,
         body = CASE WHEN x.attempts = 0 THEN command ->> 'body' ELSE x.body END,
         subject = CASE WHEN x.attempts = 0 THEN command ->> 'subject' ELSE x.subject END,
         doctor_id = coalesce(x.doctor_id, (command #>> '{card,doctorId}')::uuid),
         shows_card = x.shows_card OR coalesce(jsonb_typeof(command -> 'card') = 'object', false),
         attempts = x.attempts + 1
   WHERE x.id = (command ->> 'notificationId')::uuid
  RETURNING x.* INTO n;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no such notification.' USING ERRCODE = 'CS404';
  END IF;
  INSERT INTO prompts (session_id, session_version, starts_at, patient_id, phone, kind, notification_id, expires_at, move_id)
  SELECT s.id, s.version, s.starts_at, s.patient_id, n.address, p.kind, n.id, p."expiresAt", p."moveId"
    FROM jsonb_to_recordset(CASE WHEN jsonb_typeof(command -> 'prompts') = 'array' THEN command -> 'prompts' ELSE '[]' END)
           AS p("sessionId" uuid, kind text, "expiresAt" timestamptz, "moveId" uuid)
    JOIN sessions s ON s.id = p."sessionId"
  ON CONFLICT (notification_id, session_id) DO NOTHING;
  RETURN jsonb_build_object('address', n.address, 'body', n.body, 'subject', n.subject, 'attempts', n.attempts);
END
$$;

RESET ROLE;
