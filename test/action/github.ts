/** One repository with one pull request behind GitHub's REST routes, on loopback. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scenario, User } from './scenario.ts';

export const repository = 'acme/infra';
export const shas = {
  base: 'ba5e'.repeat(10),
  head: 'eada'.repeat(10),
  merge: '3e6e'.repeat(10),
  main: '3a17'.repeat(10),
} as const;
export const token = 'ghs_tokenThatMayBeShownNowhere';
/** Of an app that may read teams. */
export const appToken = 'ghs_appTokenThatMayBeShownNowhere';

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string; readonly type: string };
  readonly created_at: string;
  body: string;
  wasCreated?: true;
  wasUpdated?: true;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Of a list. */
  readonly paged?: true;
}

const notFound: Answer = { status: 404, body: { message: 'Not Found' } };
const forbidden: Answer = { status: 403, body: { message: 'Resource not accessible by integration' } };
const longestComment = 65_536;

/** What stands around the pull request. */
export interface Around {
  /** Of an earlier run, as they are. */
  readonly comments?: readonly Comment[];
  /** Another run's comment, which gets this text only after this run has looked for one. */
  readonly appearing?: Pick<Comment, 'id' | 'body'>;
}

/** In scenarios, January 2099 is right after this run: its first day in one minute, its second in two. */
function timeOf(at: string): string {
  const day = /^2099-01-0(\d)T/.exec(at)?.[1];
  return day === undefined ? at : new Date(Date.now() + Number(day) * 60_000).toISOString();
}

export class GitHub {
  readonly comments: Comment[];
  readonly calls: string[] = [];
  private readonly scenario: Scenario;
  private readonly server: Server;
  private readonly used = new Map<object, number>();
  private lastId = 5000;

  private readonly appearing: Around['appearing'];

  private constructor(scenario: Scenario, { comments, appearing }: Around) {
    this.appearing = appearing;
    this.scenario = scenario;
    this.comments = [
      ...(comments ??
        (scenario.existingComments ?? []).map(({ user, type = 'User', body }) =>
          this.comment({ login: user, type }, body),
        )),
    ];
    this.server = createServer((request, response) => {
      void this.answer(request).then((answer) => {
        if (answer === null) return request.socket.destroy();
        const { status, body, headers } = answer;
        return response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
      });
    });
  }

  static async open(scenario: Scenario, options: Around = {}): Promise<GitHub> {
    const github = new GitHub(scenario, options);
    await new Promise<void>((ready) => github.server.listen(0, '127.0.0.1', ready));
    return github;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((closed) => this.server.close(() => closed()));
  }

  get author(): User {
    return this.scenario.author ?? { login: 'octo-dev', type: 'User' };
  }

  pull(): Readonly<Record<string, unknown>> {
    const { fork, labels = [], title = 'Change' } = this.scenario;
    const login = this.author.login ?? '';
    const owner = fork ? login : 'acme';
    return {
      number: 7,
      title,
      user: { login, type: this.author.type ?? 'User' },
      labels: labels.map((name) => ({ name })),
      assignees: [],
      head: { ref: 'change', sha: shas.head, repo: { full_name: `${owner}/infra` } },
      base: { ref: this.scenario.baseBranch ?? 'main', sha: shas.base, repo: { full_name: repository } },
    };
  }

  private comment(user: { readonly login: string; readonly type: string }, body: string): Comment {
    this.lastId += 1;
    return { id: this.lastId, user, body, created_at: new Date().toISOString() };
  }

  private async answer(request: IncomingMessage) {
    const url = new URL(request.url ?? '', this.url);
    const method = request.method ?? 'GET';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    this.calls.push(`${method} ${url.pathname}`);
    const injected = (this.scenario.inject ?? []).find(
      (each) =>
        (each.method ?? method) === method &&
        new RegExp(each.path).test(url.pathname) &&
        (this.used.get(each) ?? 0) < (each.times ?? Number.POSITIVE_INFINITY),
    );
    if (injected) {
      this.used.set(injected, (this.used.get(injected) ?? 0) + 1);
      if (injected.hangup) return null;
      const headers: Record<string, string> = { ...injected.headers };
      return {
        status: injected.status ?? 500,
        body: JSON.stringify(injected.body ?? { message: 'injected' }),
        headers,
      };
    }
    const isApp = request.headers.authorization === `Bearer ${appToken}`;
    if (!isApp && request.headers.authorization !== `Bearer ${token}`)
      return { status: 401, body: '{"message":"Bad credentials"}', headers: {} };
    const { status, body, paged } = this.route({ method, url, sent, isApp });
    const per = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const listed = paged && Array.isArray(body) ? body.slice((page - 1) * per, page * per) : body;
    const more = paged && Array.isArray(body) && page * per < body.length;
    const headers: Record<string, string> = more ? { link: `<${this.url}/next>; rel="next"` } : {};
    const raw = typeof listed === 'string' && /raw/.test(request.headers.accept ?? '');
    return { status, body: raw ? listed : JSON.stringify(listed ?? null), headers };
  }

  private route({
    method,
    url,
    sent,
    isApp,
  }: {
    readonly method: string;
    readonly url: URL;
    readonly sent: { body?: string };
    readonly isApp: boolean;
  }): Answer {
    const prefix = `/repos/${repository}`;
    if (url.pathname === '/graphql') return this.graphql(JSON.stringify(sent));
    const team = /^\/orgs\/acme\/teams\/([^/]+)\/members$/.exec(url.pathname)?.[1];
    if (team !== undefined) {
      if (!isApp) return forbidden;
      return { status: 200, body: (this.scenario.teams?.[team] ?? []).map((login) => ({ login })), paged: true };
    }
    const other = /^\/repos\/([^/]+\/[^/]+)\/contents\/(.*)$/.exec(url.pathname);
    if (other && other[1] !== repository) {
      const name = `${other[1]}@${url.searchParams.get('ref')}`;
      return entriesAt(this.scenario.otherRepositories?.[name] ?? {}, decodeURIComponent(other[2] ?? ''));
    }
    if (!url.pathname.startsWith(prefix)) return notFound;
    const path = url.pathname.slice(prefix.length);
    const readOnly = Boolean(this.scenario.fork || this.scenario.dependabot);
    if (method !== 'GET' && readOnly) return forbidden;
    const who = /^\/collaborators\/([^/]+)\/permission$/.exec(path)?.[1];
    if (who !== undefined) return this.permission(decodeURIComponent(who));
    const contents = /^\/contents\/(.*)$/.exec(path)?.[1];
    if (contents !== undefined) return this.contents(decodeURIComponent(contents), url.searchParams.get('ref') ?? '');
    const id = Number(/^\/issues\/comments\/(\d+)$/.exec(path)?.[1]);
    if (!Number.isNaN(id)) return this.change(id, method, sent?.body ?? '');
    switch (`${method} ${path}`) {
      case 'GET /pulls/7/commits':
        return { status: 200, body: this.commits(), paged: true };
      case 'GET /pulls/7/reviews':
        return { status: 200, body: this.reviews(), paged: true };
      case 'GET /pulls/7/files':
        return { status: 200, body: this.changed(), paged: true };
      case 'GET /issues/7/comments':
        return { status: 200, body: this.comments, paged: true };
      case 'GET /branches/main':
        return { status: 200, body: { name: 'main', commit: { sha: shas.main } } };
      case 'GET /pulls':
        return { status: 200, body: [this.pull()], paged: true };
      case 'POST /issues/7/comments':
        return this.write(sent?.body ?? '');
      default:
        return notFound;
    }
  }

  /** As GitHub does: `permission` is one of four base roles, `role_name` the role itself. */
  private permission(login: string): Answer {
    const role = this.scenario.permissions?.[login];
    if (role === undefined) return notFound;
    const base: Readonly<Record<string, string>> = { maintain: 'write', triage: 'read', 'may-deploy': 'write' };
    return { status: 200, body: { permission: base[role] ?? role, role_name: role, user: { login } } };
  }

  private write(body: string): Answer {
    if (body.length > longestComment) return { status: 422, body: { message: 'Body is too long' } };
    const other = this.comments.find(({ id }) => id === this.appearing?.id);
    if (other && this.appearing) other.body = this.appearing.body;
    const comment = { ...this.comment({ login: 'github-actions[bot]', type: 'Bot' }, body), wasCreated: true } as const;
    this.comments.push(comment);
    return { status: 201, body: comment };
  }

  private change(id: number, method: string, body: string): Answer {
    const at = this.comments.findIndex((each) => each.id === id);
    const comment = this.comments[at];
    if (!comment) return notFound;
    if (method === 'DELETE') {
      this.comments.splice(at, 1);
      return { status: 204 };
    }
    if (body.length > longestComment) return { status: 422, body: { message: 'Body is too long' } };
    if (!comment.wasCreated) comment.wasUpdated = true;
    comment.body = body;
    return { status: 200, body: comment };
  }

  private contents(path: string, ref: string): Answer {
    const { base = {}, head = {} } = this.scenario.files ?? {};
    const readme = { 'README.md': 'infra' };
    const trees: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      [shas.base]: { ...readme, ...base },
      [shas.main]: { ...readme, ...this.scenario.files?.main },
      main: { ...readme, ...base },
    };
    const files: Readonly<Record<string, string>> = trees[ref] ?? { ...base, ...head };
    return entriesAt(files, path);
  }

  private changed(): readonly { readonly filename: string; readonly status: string }[] {
    const { base = {}, head = {} } = this.scenario.files ?? {};
    return Object.keys(head)
      .filter((name) => head[name] !== base[name])
      .map((filename) => ({ filename, status: base[filename] === undefined ? 'added' : 'modified' }));
  }

  private commits(): readonly unknown[] {
    const given = this.scenario.commits ?? [{ message: 'change' }];
    return given.map(({ message, author = this.author }, i) => ({
      sha: i === given.length - 1 ? shas.head : String(i).padStart(40, 'c'),
      commit: {
        message,
        author: {
          name: author.name ?? author.login,
          email: author.email ?? `${author.login}@users.noreply.github.com`,
        },
        committer: { name: 'GitHub', email: 'noreply@github.com' },
      },
      author: author.login === null ? null : { login: author.login, type: author.type ?? 'User' },
      committer: { login: 'web-flow', type: 'User' },
    }));
  }

  private graphql(query: string): Answer {
    const review = this.scenario.reviews?.[Number(/review-(\d+)/.exec(query)?.[1])];
    const node = { lastEditedAt: review?.edited ? '2026-01-02T00:00:00Z' : null };
    const data = review ? { node } : { viewer: { login: 'github-actions[bot]' } };
    return { status: 200, body: { data } };
  }

  private reviews(): readonly unknown[] {
    return (this.scenario.reviews ?? []).map((review, i) => ({
      id: i,
      node_id: `review-${i}`,
      body: review.body ?? '',
      user: review.user === null ? null : { login: review.user, type: review.type ?? 'User' },
      state: review.state,
      commit_id: (review.commit ?? 'head') === 'head' ? shas.head : shas.base,
      submitted_at: timeOf(review.submitted_at ?? '2026-01-01T00:00:00Z'),
      author_association: review.association ?? 'MEMBER',
    }));
  }
}

/** The content of a file, or the names in a folder. */
function entriesAt(files: Readonly<Record<string, string>>, path: string): Answer {
  const file = files[path];
  if (file !== undefined) return { status: 200, body: file };
  const inside = Object.keys(files).filter((name) => path === '' || name.startsWith(`${path}/`));
  if (inside.length === 0) return notFound;
  const entries = inside.map((name) => name.slice(path === '' ? 0 : path.length + 1).split('/')[0] ?? '');
  return { status: 200, body: [...new Set(entries)].map((name) => ({ name })) };
}
