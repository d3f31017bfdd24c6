CREATE TABLE doctors (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    full_name text NOT NULL,
    specialty text,
    time_zone text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT doctors_pkey PRIMARY KEY (id),
    CONSTRAINT doctors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT,
    CONSTRAINT doctors_name_length CHECK (char_length(full_name) BETWEEN 1 AND 200)
);
CREATE UNIQUE INDEX doctors_user_id_key ON doctors (user_id);

CREATE TABLE doctor_cover (
    id uuid NOT NULL,
    doctor_id uuid NOT NULL,
    cover_doctor_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    CONSTRAINT doctor_cover_pkey PRIMARY KEY (id),
    CONSTRAINT doctor_cover_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES doctors (id) ON DELETE RESTRICT,
    CONSTRAINT doctor_cover_cover_doctor_id_fkey FOREIGN KEY (cover_doctor_id) REFERENCES doctors (id) ON DELETE RESTRICT,
    CONSTRAINT doctor_cover_by_another CHECK (doctor_id <> cover_doctor_id),
    CONSTRAINT doctor_cover_in_order CHECK (starts_on <= ends_on)
);
CREATE INDEX doctor_cover_cover_doctor_id_idx ON doctor_cover (cover_doctor_id);
CREATE INDEX doctor_cover_doctor_id_idx ON doctor_cover (doctor_id);

-- The name fits, with the clinic's, into one SMS segment.
CREATE TABLE rooms (
    id uuid NOT NULL,
    name text NOT NULL,
    location text,
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT rooms_pkey PRIMARY KEY (id),
    CONSTRAINT rooms_name_length CHECK (char_length(name) BETWEEN 1 AND 24),
    CONSTRAINT rooms_location_length CHECK (char_length(location) <= 200)
);
CREATE UNIQUE INDEX rooms_name_key ON rooms (name);

CREATE TABLE availability_periods (
    id uuid NOT NULL,
    doctor_id uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT availability_periods_pkey PRIMARY KEY (id),
    CONSTRAINT availability_periods_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES doctors (id) ON DELETE RESTRICT,
    CONSTRAINT availability_periods_in_order CHECK (valid_from < valid_to),
    CONSTRAINT availability_periods_no_overlap
        EXCLUDE USING gist (doctor_id WITH =, daterange(valid_from, valid_to) WITH &&)
);
CREATE INDEX availability_periods_doctor_id_valid_from_idx ON availability_periods (doctor_id, valid_from);

CREATE TABLE availability_stretches (
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    weekday smallint NOT NULL,
    start_minute smallint NOT NULL,
    end_minute smallint NOT NULL,
    breaks jsonb NOT NULL DEFAULT '[]',
    CONSTRAINT availability_stretches_pkey PRIMARY KEY (id),
    CONSTRAINT availability_stretches_period_id_fkey
        FOREIGN KEY (period_id) REFERENCES availability_periods (id) ON DELETE CASCADE,
    CONSTRAINT availability_stretches_weekday_iso CHECK (weekday BETWEEN 1 AND 7),
    CONSTRAINT availability_stretches_minutes CHECK (start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440),
    CONSTRAINT availability_stretches_breaks CHECK (jsonb_typeof(breaks) = 'array')
);
CREATE INDEX availability_stretches_period_id_idx ON availability_stretches (period_id);

CREATE TABLE availability_exceptions (
    id uuid NOT NULL,
    doctor_id uuid NOT NULL,
    from_date date NOT NULL,
    to_date date NOT NULL,
    kind text NOT NULL,
    start_minute smallint,
    end_minute smallint,
    reason text,
    created_by uuid,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT availability_exceptions_pkey PRIMARY KEY (id),
    CONSTRAINT availability_exceptions_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES doctors (id) ON DELETE RESTRICT,
    CONSTRAINT availability_exceptions_kind_known CHECK (kind IN ('CLOSED', 'OPEN')),
    CONSTRAINT availability_exceptions_in_order CHECK (from_date <= to_date),
    CONSTRAINT availability_exceptions_minutes CHECK (
        (start_minute IS NULL) = (end_minute IS NULL)
        AND (kind = 'CLOSED' OR start_minute IS NOT NULL)
        AND (start_minute IS NULL OR (start_minute BETWEEN 0 AND 1439 AND end_minute BETWEEN 0 AND 1440))),
    CONSTRAINT availability_exceptions_reason_length CHECK (char_length(reason) <= 2000)
);
CREATE INDEX availability_exceptions_doctor_id_from_date_idx ON availability_exceptions (doctor_id, from_date);

CREATE TABLE policy (
    id integer NOT NULL DEFAULT 1,
    version integer NOT NULL DEFAULT 1,
    clinic_name text NOT NULL,
    time_zone text NOT NULL,
    minimum_lead_minutes integer NOT NULL DEFAULT 60,
    maximum_horizon_days integer NOT NULL DEFAULT 60,
    slot_step_minutes integer NOT NULL DEFAULT 15,
    default_duration_minutes integer NOT NULL DEFAULT 30,
    buffer_before_minutes integer NOT NULL DEFAULT 0,
    buffer_after_minutes integer NOT NULL DEFAULT 0,
    decision_deadline_minutes integer NOT NULL DEFAULT 1440,
    decision_lead_minutes integer NOT NULL DEFAULT 30,
    reminder_offsets_minutes integer[] DEFAULT ARRAY[2880, 180]::integer[],
    quiet_from text NOT NULL DEFAULT '21:00',
    quiet_to text NOT NULL DEFAULT '08:00',
    patient_cancel_cutoff_minutes integer NOT NULL DEFAULT 1440,
    patient_move_cutoff_minutes integer NOT NULL DEFAULT 1440,
    patient_self_booking boolean NOT NULL DEFAULT true,
    lockout_threshold integer NOT NULL DEFAULT 10,
    lockout_minutes integer NOT NULL DEFAULT 15,
    sign_ins_per_source_per_minute integer NOT NULL DEFAULT 30,
    sign_ups_per_source_per_hour integer NOT NULL DEFAULT 20,
    sms_per_day integer NOT NULL DEFAULT 1,
    sms_per_week integer NOT NULL DEFAULT 3,
    updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT policy_pkey PRIMARY KEY (id),
    CONSTRAINT policy_one_row CHECK (id = 1),
    CONSTRAINT policy_clinic_name_length CHECK (char_length(clinic_name) BETWEEN 1 AND 24),
    CONSTRAINT policy_lead CHECK (minimum_lead_minutes BETWEEN 0 AND 43200),
    CONSTRAINT policy_horizon CHECK (maximum_horizon_days BETWEEN 1 AND 400),
    CONSTRAINT policy_step CHECK (slot_step_minutes BETWEEN 5 AND 60),
    CONSTRAINT policy_duration CHECK (default_duration_minutes BETWEEN 5 AND 480),
    CONSTRAINT policy_buffers CHECK (buffer_before_minutes BETWEEN 0 AND 120 AND buffer_after_minutes BETWEEN 0 AND 120),
    CONSTRAINT policy_decision CHECK (
        decision_deadline_minutes > 0
        AND (decision_lead_minutes = 0 OR decision_lead_minutes BETWEEN 1 AND minimum_lead_minutes - 1)),
    CONSTRAINT policy_reminders CHECK (reminder_offsets_minutes IS NOT NULL),
    CONSTRAINT policy_quiet CHECK (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' AND quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    CONSTRAINT policy_cutoffs CHECK (patient_cancel_cutoff_minutes >= 0 AND patient_move_cutoff_minutes >= 0),
    CONSTRAINT policy_lockout CHECK (lockout_threshold BETWEEN 3 AND 100 AND lockout_minutes BETWEEN 1 AND 1440),
    CONSTRAINT policy_limits CHECK (
        sign_ins_per_source_per_minute > 0 AND sign_ups_per_source_per_hour > 0 AND sms_per_day >= 0 AND sms_per_week >= 0)
);
