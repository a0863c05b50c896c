/** What a comment carries unseen: which root and environment it is about, and what it reported when. */

export interface Topic {
  /** Root module's directory from the top of the repository; `.` for the top. */
  readonly root: string;
  readonly environment: string;
}

/** What was reported last: approvals are held against it. */
export interface Reported {
  /** Of the plan, or of all of them together. */
  readonly fingerprint: string;
  /** The head commit that it was reported for. */
  readonly commit: string;
  /** Since when people can read it (ISO 8601); null: since there is the comment. */
  readonly since: string | null;
  /** Fingerprints of the findings that counted. */
  readonly findings: readonly string[];
}

const mostFindings = 200;

export function markerOf({ root, environment }: Topic): string {
  return `<!-- firebreak root=${word(root)} environment=${word(environment)} -->`;
}

/** Whether a comment is about it. Nameless roots and environments are written in several ways. */
export function isAbout(body: string, topic: Topic): boolean {
  const found = /^<!-- firebreak root=(\S*) environment=(\S*) -->/.exec(body);
  if (found === null) return false;
  const [, root = '', environment = ''] = found;
  return plainRoot(root) === plainRoot(word(topic.root)) && plain(environment) === plain(word(topic.environment));
}

export function recordOf({ fingerprint, commit, since, findings }: Reported): string {
  const listed = findings.slice(0, mostFindings).join(',');
  return `<!-- firebreak-report fingerprint=${fingerprint} commit=${commit} since=${since ?? ''} findings=${listed} -->`;
}

/** null where there is none, or it is not as `recordOf` writes it. */
export function readRecord(body: string): Reported | null {
  const pattern =
    /^<!-- firebreak-report fingerprint=([0-9a-f]{64}) commit=([0-9a-f]{40,64}) since=([0-9TZ:.-]*) findings=([0-9a-f,]*) -->$/;
  const found = pattern.exec(body.split(/\r?\n/, 2)[1] ?? '');
  if (found === null) return null;
  const [, fingerprint = '', commit = '', since = '', findings = ''] = found;
  if (since !== '' && Number.isNaN(Date.parse(since))) return null;
  return { fingerprint, commit, since: since || null, findings: findings.split(',').filter(Boolean) };
}

/** Nothing in it can end the comment, or be anything but one word. */
function word(text: string): string {
  return text.replace(/\p{Cs}/gu, '?').replace(/[^A-Za-z0-9._/*-]/gu, encodeURIComponent);
}

function plainRoot(root: string): string {
  return root.replace(/^(\.\/)+|\/+$/g, '') || '.';
}

function plain(environment: string): string {
  return ['', '-', 'none'].includes(environment) ? 'default' : environment;
}
