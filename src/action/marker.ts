/** Hidden markers in a comment: its root and environment, and what it reported and when. */

/** The root module and environment of a comment. */
export interface Topic {
  /** Directory of the root module relative to the top of the repository; `.` for the top. */
  readonly root: string;
  readonly environment: string;
}

/** The last reported plan; approvals are compared with it. */
export interface Reported {
  /** Fingerprint of the plan, or of several plans together. */
  readonly fingerprint: string;
  /** The head commit of the report. */
  readonly commit: string;
  /** When the report was published (ISO 8601); null: when the comment was created. */
  readonly since: string | null;
  /** Fingerprints of the blocking findings. */
  readonly findings: readonly string[];
}

const mostFindings = 200;

/** Returns the marker line of a topic. */
export function markerOf({ root, environment }: Topic): string {
  return `<!-- firebreak root=${word(root)} environment=${word(environment)} -->`;
}

/** Whether a comment is about the topic. A missing root or environment may be written in several ways. */
export function isAbout(body: string, topic: Topic): boolean {
  const found = /^<!-- firebreak root=(\S*) environment=(\S*) -->/.exec(body);
  if (found === null) return false;
  const [, root = '', environment = ''] = found;
  return plainRoot(root) === plainRoot(word(topic.root)) && plain(environment) === plain(word(topic.environment));
}

/** Returns the marker line with what was reported. */
export function recordOf({ fingerprint, commit, since, findings }: Reported): string {
  const listed = findings.slice(0, mostFindings).join(',');
  return `<!-- firebreak-report fingerprint=${fingerprint} commit=${commit} since=${since ?? ''} findings=${listed} -->`;
}

/** Parses the record of a comment. Returns null if there is none, or it is not exactly as `recordOf` writes it. */
export function readRecord(body: string): Reported | null {
  const pattern =
    /^<!-- firebreak-report fingerprint=([0-9a-f]{64}(?:\.[0-9a-f]{32})?) commit=([0-9a-f]{40,64}) since=([0-9TZ:.-]*) findings=([0-9a-f,]*) -->$/;
  const found = pattern.exec(body.split(/\r?\n/, 2)[1] ?? '');
  if (found === null) return null;
  const [, fingerprint = '', commit = '', since = '', findings = ''] = found;
  if (since !== '' && Number.isNaN(Date.parse(since))) return null;
  return { fingerprint, commit, since: since || null, findings: findings.split(',').filter(Boolean) };
}

/** Escapes text to a single word that cannot end the comment. */
function word(text: string): string {
  return text.replace(/\p{Cs}/gu, '?').replace(/[^A-Za-z0-9._/*-]/gu, encodeURIComponent);
}

function plainRoot(root: string): string {
  return root.replace(/^(\.\/)+|\/+$/g, '') || '.';
}

function plain(environment: string): string {
  return ['', '-', 'none'].includes(environment) ? 'default' : environment;
}
