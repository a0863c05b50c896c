/** Who made the change, and which signs show that an AI agent took part. */
import type { ActorSource, AgentSource, CommitSource, KnownActors } from '../source/actor.ts';
import { perObject } from '../text/per-object.ts';
import { isAmong, keysOf, nameIn } from './identity.ts';

/** A sign of an AI agent. `value` comes from our list of agents, except for the login of an unknown bot. */
export interface Signal {
  readonly kind: 'author' | 'commit' | 'branch' | 'label' | 'environment';
  readonly value: string;
  /** Name of the agent; empty if unknown. */
  readonly agent: string;
}

/** Who made the change. */
export interface Actor {
  /** null: unknown. */
  readonly author: string | null;
  readonly type: 'human' | 'bot' | 'unknown';
  /** Authors of the commits, with every name they use. */
  readonly authors: readonly string[];
  readonly coAuthors: readonly string[];
  /** People who requested the change without writing it. */
  readonly askedBy: readonly string[];
  /** Sorted. Signs can be forged, so they may only make the rules stricter. */
  readonly signals: readonly Signal[];
  readonly aiAssisted: boolean;
  /** The commits that `authors` were taken from, if nobody named the author. */
  readonly commitRange?: string;
}

/** Returns who made the change; null if nothing is known. */
export function toActor(source: ActorSource, known: KnownActors): Actor | null {
  const { commits = [], askedBy = [] } = source;
  const author = source.author?.trim() || null;
  const authors = unique(commits.flatMap((commit) => commit.authors ?? []));
  const coAuthors = unique(commits.flatMap(coAuthorsOf));
  const signals = signalsOf(source, known);
  const silent = author === null && source.authorType === undefined && commits.length === 0 && askedBy.length === 0;
  if (silent && signals.length === 0) return null;
  return {
    author,
    type: author !== null && isBot(author, known) ? 'bot' : (source.authorType ?? 'unknown'),
    authors,
    coAuthors,
    askedBy: unique(askedBy),
    signals,
    aiAssisted: signals.length > 0,
    ...(source.commitRange !== undefined && { commitRange: source.commitRange }),
  };
}

/** Whether the name is that of a bot: it ends in `[bot]`, as on GitHub, or is a known bot. */
export function isBot(identity: string, known: KnownActors): boolean {
  return keysOf(identity).some((key) => key.endsWith('[bot]') || knownBotKeys(known).has(key));
}

/** They are asked for every author, and do not change. */
const knownBotKeys = perObject(({ dependencyBots, agents }: KnownActors): ReadonlySet<string> => {
  const names = [...dependencyBots, ...agents.flatMap(({ logins = [], emails = [] }) => [...logins, ...emails])];
  return new Set(names.flatMap(keysOf));
});

/** Trailer of a commit message that names a co-author. */
const coAuthorLine = /^\s*co-(?:authored|developed)-by\s*:\s*(\S.*)$/i;

function coAuthorsOf({ message = '' }: CommitSource): readonly string[] {
  return linesOf(message).flatMap((line) => coAuthorLine.exec(line)?.[1]?.trim() ?? []);
}

function signalsOf(source: ActorSource, known: KnownActors): readonly Signal[] {
  const signals = known.agents.flatMap((agent) => [
    ...authorSignals(source, agent),
    ...(source.commits ?? []).flatMap((commit) => commitSignals(commit, agent)),
    ...matches(agent.branches, (prefix) => startsWith(source.branch ?? '', prefix)).map(toSignal('branch', agent)),
    ...matches(agent.labels, (label) => (source.labels ?? []).some((own) => sameText(own, label))).map(
      toSignal('label', agent),
    ),
    ...matches(agent.environment, (name) => isOn(source.environment?.[name])).map(toSignal('environment', agent)),
  ]);
  const distinct = new Map(signals.map((signal) => [JSON.stringify([signal.kind, signal.value]), signal]));
  return [...distinct.values(), ...unknownBotSignals(source, known, signals)].sort(
    (a, b) => compare(a.kind, b.kind) || compare(a.value, b.value),
  );
}

function toSignal(kind: Signal['kind'], { name }: AgentSource): (value: string) => Signal {
  return (value) => ({ kind, value, agent: name });
}

function authorSignals({ author = '' }: ActorSource, agent: AgentSource): readonly Signal[] {
  return identityMatches([author], agent).map(toSignal('author', agent));
}

/** A bot that is neither a known agent nor a dependency bot may be any agent, so it counts as a sign. */
function unknownBotSignals(source: ActorSource, known: KnownActors, others: readonly Signal[]): readonly Signal[] {
  const author = source.author?.trim() ?? '';
  const bot = source.authorType === 'bot' || isBot(author, known);
  if (!bot || isAmong(author, known.dependencyBots) || others.some(({ kind }) => kind === 'author')) return [];
  return [{ kind: 'author', value: author || 'a bot', agent: '' }];
}

function commitSignals(commit: CommitSource, agent: AgentSource): readonly Signal[] {
  const { authors = [], message = '' } = commit;
  const lines = linesOf(message);
  const people = [...authors, ...coAuthorsOf(commit)];
  const lower = message.toLowerCase();
  return [
    ...identityMatches(people, agent),
    ...matches(agent.names, (pattern) => people.some((one) => isNamed(nameIn(one) ?? '', pattern))),
    ...matches(agent.trailers, (key) => lines.some((line) => startsWith(line.trimStart(), `${key}:`))),
    ...matches(agent.words, (words) => lower.includes(words.toLowerCase())),
  ].map(toSignal('commit', agent));
}

function identityMatches(people: readonly string[], { logins, emails }: AgentSource): readonly string[] {
  return matches([...(logins ?? []), ...(emails ?? [])], (name) => isAmong(name, people));
}

function isNamed(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? startsWith(name, pattern.slice(0, -1)) : sameText(name, pattern);
}

function matches(values: readonly string[] | undefined, holds: (value: string) => boolean): readonly string[] {
  return (values ?? []).filter(holds);
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.trim().toLowerCase());
}

function startsWith(text: string, start: string): boolean {
  return text.slice(0, start.length).toLowerCase() === start.toLowerCase();
}

function sameText(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.toLowerCase();
}

function linesOf(message: string): readonly string[] {
  return message.split(/\r\n|[\r\n\u2028\u2029]/);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.trim()))].filter(Boolean).sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
