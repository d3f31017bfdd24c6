CREATE TABLE inbound_messages (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    provider_message_id text NOT NULL,
    from_phone text NOT NULL,
    body text NOT NULL,
    received_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    handled_at timestamptz(3),
    outcome text,
    prompt_id uuid,
    intent text,
    CONSTRAINT inbound_messages_pkey PRIMARY KEY (id),
    CONSTRAINT inbound_messages_lengths CHECK (
        char_length(provider_message_id) BETWEEN 1 AND 200 AND char_length(from_phone) <= 40 AND char_length(body) <= 2000),
    CONSTRAINT inbound_messages_outcome_known CHECK (outcome IN ('ROUTED', 'INBOX', 'OPT_OUT', 'OPT_IN', 'IGNORED'))
);
CREATE UNIQUE INDEX inbound_messages_provider_message_id_key ON inbound_messages (provider_message_id);
CREATE INDEX inbound_messages_from_phone_received_at_idx ON inbound_messages (from_phone, received_at);

CREATE TABLE notifications (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid,
    session_version integer,
    inbound_id uuid,
    kind text NOT NULL,
    channel notification_channel NOT NULL,
    recipient notification_recipient NOT NULL,
    patient_id uuid,
    phone text,
    status notification_status NOT NULL DEFAULT 'QUEUED',
    address text,
    subject text,
    body text,
    provider_id text,
    error_code text,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sent_at timestamptz(3),
    delivered_at timestamptz(3),
    CONSTRAINT notifications_pkey PRIMARY KEY (id),
    CONSTRAINT notifications_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT,
    CONSTRAINT notifications_about CHECK ((session_id IS NOT NULL AND session_version IS NOT NULL) OR inbound_id IS NOT NULL)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX notifications_once
    ON notifications (session_id, session_version, kind, channel, recipient, inbound_id) NULLS NOT DISTINCT;
CREATE INDEX notifications_by_provider ON notifications (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX notifications_queued ON notifications (session_id) WHERE status = 'QUEUED' AND session_id IS NOT NULL;
CREATE INDEX notifications_sms_by_address ON notifications (address) WHERE channel = 'SMS' AND address IS NOT NULL;

CREATE TABLE delivery_receipts (
    id bigserial NOT NULL,
    provider_id text NOT NULL,
    status text NOT NULL,
    error_code text,
    received_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    matched_at timestamptz(3),
    CONSTRAINT delivery_receipts_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_receipts_status_known CHECK (status IN ('QUEUED', 'SENT', 'DELIVERED', 'FAILED')),
    CONSTRAINT delivery_receipts_lengths CHECK (char_length(provider_id) BETWEEN 1 AND 200 AND char_length(error_code) <= 40)
);
CREATE INDEX delivery_receipts_provider_id_idx ON delivery_receipts (provider_id);

CREATE TABLE prompts (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid NOT NULL,
    session_version integer NOT NULL,
    starts_at timestamptz(3) NOT NULL,
    patient_id uuid NOT NULL,
    phone text NOT NULL,
    kind text NOT NULL,
    notification_id uuid NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    answered_at timestamptz(3),
    answer text,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT prompts_pkey PRIMARY KEY (id),
    CONSTRAINT prompts_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT,
    CONSTRAINT prompts_kind_known CHECK (kind IN ('ATTENDANCE')),
    CONSTRAINT prompts_answer_known CHECK (answer IN ('CONFIRM', 'DECLINE', 'CHANGE'))
);
CREATE UNIQUE INDEX prompts_notification_id_key ON prompts (notification_id);
CREATE INDEX prompts_phone_idx ON prompts (phone);
CREATE INDEX prompts_session_id_idx ON prompts (session_id);

CREATE TABLE tasks (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    kind text NOT NULL,
    state text NOT NULL DEFAULT 'OPEN',
    session_id uuid,
    patient_id uuid,
    phone text,
    text text,
    origin_key text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    due_at timestamptz(3),
    claimed_by uuid,
    claimed_at timestamptz(3),
    done_by uuid,
    done_at timestamptz(3),
    note text,
    CONSTRAINT tasks_pkey PRIMARY KEY (id),
    CONSTRAINT tasks_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT,
    CONSTRAINT tasks_kind_known CHECK (kind IN ('CALL_PATIENT', 'DECLINED', 'UNREAD_SMS', 'UNDELIVERED', 'OPTED_OUT',
                                                'DECISION_OVERDUE', 'NO_ALTERNATIVE')),
    CONSTRAINT tasks_state_known CHECK (state IN ('OPEN', 'CLAIMED', 'DONE'))
);
CREATE UNIQUE INDEX tasks_origin_key_key ON tasks (origin_key);
CREATE INDEX tasks_state_created_at_idx ON tasks (state, created_at);
CREATE INDEX tasks_session_id_idx ON tasks (session_id);
