-- A status change leaves every indexed column alone, so that it is a heap-only update on a page with room to spare.
CREATE TABLE sessions (
    id uuid NOT NULL,
    code text NOT NULL,
    doctor_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    room_id uuid,
    telehealth boolean NOT NULL DEFAULT false,
    telehealth_url text,
    status session_status NOT NULL DEFAULT 'PENDING',
    attendance attendance NOT NULL DEFAULT 'UNKNOWN',
    version integer NOT NULL DEFAULT 1,
    starts_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3) NOT NULL,
    decision_due_at timestamptz(3) NOT NULL,
    visit_reason long_text,
    note long_text,
    reason long_text,
    reason_category reject_category,
    overbooked boolean NOT NULL DEFAULT false,
    body_hash text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_by uuid,
    created_channel text NOT NULL,
    decided_at timestamptz(3),
    decided_by uuid,
    deleted_at timestamptz(3),
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES doctors (id) ON DELETE RESTRICT,
    CONSTRAINT sessions_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients (id) ON DELETE RESTRICT,
    CONSTRAINT sessions_room_id_fkey FOREIGN KEY (room_id) REFERENCES rooms (id) ON DELETE RESTRICT,
    CONSTRAINT sessions_in_order CHECK (starts_at < ends_at),
    CONSTRAINT sessions_place CHECK (telehealth = (room_id IS NULL)),
    CONSTRAINT sessions_rejected_with_reason CHECK (status <> 'REJECTED' OR reason IS NOT NULL)
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX sessions_code_key ON sessions (code);
CREATE INDEX sessions_starts_at_id_idx ON sessions (starts_at, id);
CREATE INDEX sessions_doctor_id_starts_at_idx ON sessions (doctor_id, starts_at);
CREATE INDEX sessions_patient_id_starts_at_idx ON sessions (patient_id, starts_at);

CREATE TABLE moves (
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'PROPOSED',
    awaiting text NOT NULL,
    doctor_id uuid NOT NULL,
    room_id uuid,
    starts_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3) NOT NULL,
    reason long_text,
    proposed_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    decided_by uuid,
    decided_at timestamptz(3),
    CONSTRAINT moves_pkey PRIMARY KEY (id),
    CONSTRAINT moves_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT,
    CONSTRAINT moves_in_order CHECK (starts_at < ends_at),
    CONSTRAINT moves_status_known CHECK (status IN ('PROPOSED', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
    CONSTRAINT moves_awaiting_known CHECK (awaiting IN ('DOCTOR', 'PATIENT'))
);
CREATE INDEX moves_session_id_idx ON moves (session_id);
CREATE UNIQUE INDEX moves_one_open ON moves (session_id) WHERE status = 'PROPOSED';

CREATE TABLE decisions (
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    code text,
    body_hash text,
    requested_version integer,
    snapshot_version integer NOT NULL,
    result jsonb NOT NULL,
    actor_id uuid,
    actor_role text NOT NULL,
    channel text NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT decisions_pkey PRIMARY KEY (id),
    CONSTRAINT decisions_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT,
    CONSTRAINT decisions_kind_known CHECK (kind IN ('APPROVE', 'REJECT', 'CANCEL', 'CONFIRM', 'DECLINE', 'CHANGE')),
    CONSTRAINT decisions_state_known CHECK (state IN ('APPLIED', 'REFUSED') AND (state = 'REFUSED') = (code IS NOT NULL))
);
CREATE INDEX decisions_session_id_idx ON decisions (session_id);

CREATE TABLE status_history (
    session_id uuid NOT NULL,
    version integer NOT NULL,
    at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    actor_id uuid,
    actor_role text NOT NULL,
    channel text NOT NULL,
    kind text NOT NULL,
    from_status session_status,
    to_status session_status NOT NULL,
    reason long_text,
    reason_category reject_category,
    CONSTRAINT status_history_pkey PRIMARY KEY (session_id, version),
    CONSTRAINT status_history_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT
);
