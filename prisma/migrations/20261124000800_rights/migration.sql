-- Rights by role. Row-level security narrows what is readable; nothing widens what is writable.
GRANT SELECT, INSERT, UPDATE ON
    users, credentials, auth_sessions, sign_in_attempts, patients, consents, chat_identities, doctors, doctor_cover, rooms,
    availability_periods, availability_stretches, availability_exceptions, policy, sessions, moves, decisions,
    status_history, holds, inbound_messages, notifications, delivery_receipts, prompts, tasks, idempotency_keys
    TO clinic_engine;
GRANT SELECT, INSERT ON audit_entries, audit_private TO clinic_engine;
GRANT DELETE ON idempotency_keys, sign_in_attempts, auth_sessions TO clinic_engine;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clinic_engine;

GRANT SELECT ON
    users, patients, consents, chat_identities, doctors, doctor_cover, rooms, availability_periods, availability_stretches,
    availability_exceptions, policy, sessions, moves, decisions, status_history, holds, inbound_messages, notifications,
    delivery_receipts, prompts, tasks, audit_entries, audit_private
    TO clinic_app, clinic_worker;

-- The tables that the API writes itself, under row-level security.
GRANT INSERT ON patients, rooms TO clinic_app;
GRANT UPDATE (full_name, email, phone, sms_consent, language, time_zone, version) ON patients TO clinic_app;
GRANT UPDATE (name, location, active, version) ON rooms TO clinic_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO clinic_app;
