const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 12];

interface Series {
  buckets: number[];
  count: number;
  sumSeconds: number;
}

export interface Metrics {
  observe(sample: { operation: string; method: string; status: number; durationSeconds: number }): void;
  /** Prometheus text format 0.0.4. */
  render(): string;
}

/** Request counts and durations by operation. Labels are words of ours, never values of a request. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Series>();
  const startedAt = Date.now() / 1_000;

  return {
    observe({ operation, method, status, durationSeconds }) {
      const labels = `operation="${operation}",method="${method}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      const series = durations.get(operation) ?? { buckets: BUCKETS_SECONDS.map(() => 0), count: 0, sumSeconds: 0 };
      series.buckets = series.buckets.map((n, i) => (durationSeconds <= (BUCKETS_SECONDS[i] ?? 0) ? n + 1 : n));
      series.count += 1;
      series.sumSeconds += durationSeconds;
      durations.set(operation, series);
    },
    render: () =>
      [...renderRequests(requests), ...renderDurations(durations), ...renderProcess(startedAt), ''].join('\n'),
  };
}

function renderRequests(requests: Map<string, number>): string[] {
  const lines = [...requests].map(([labels, count]) => `http_requests_total{${labels}} ${count}`);
  return ['# HELP http_requests_total Answers sent.', '# TYPE http_requests_total counter', ...lines];
}

function renderDurations(durations: Map<string, Series>): string[] {
  const name = 'http_request_duration_seconds';
  const lines = [...durations].flatMap(([operation, series]) => [
    ...series.buckets.map((n, i) => `${name}_bucket{operation="${operation}",le="${BUCKETS_SECONDS[i]}"} ${n}`),
    `${name}_bucket{operation="${operation}",le="+Inf"} ${series.count}`,
    `${name}_sum{operation="${operation}"} ${series.sumSeconds}`,
    `${name}_count{operation="${operation}"} ${series.count}`,
  ]);
  return [`# HELP ${name} Time to answer.`, `# TYPE ${name} histogram`, ...lines];
}

function renderProcess(startedAt: number): string[] {
  return [
    '# HELP process_start_time_seconds Start of the process.',
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${startedAt}`,
    '# HELP process_resident_memory_bytes Memory in use.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage().rss}`,
  ];
}
