/** Matches commands against the rules. */
import type { Rule, Tool } from '../source/agent-commands.ts';
import { once } from '../text/once.ts';
import { hasOption, isHarmless, isOption, operandsOf, valueBehind } from './options.ts';
import type { Programs } from './programs.ts';
import {
  type Certainty,
  globMayMatch,
  matchAnyPattern,
  matchPattern,
  minCertainty,
  unknownName,
  unknownText,
  unknownWords,
} from './shell/word.ts';
import { mentions, sqlTokens, tokensOf } from './suspicious-tokens.ts';

/** A rule that applies, or may apply, to a command. */
export interface Match {
  readonly rule: Rule;
  /** `maybe`: the match depends on a value that is unknown. */
  readonly certainty: 'maybe' | 'yes';
  /** The program and the matched words, for messages. */
  readonly shown: string;
}

const noTool: Tool = { names: [], harmless: ['--help'] };

/**
 * Returns the first rule that certainly applies, preceded by the first one that may apply. Empty if no rule does.
 * @param texts further texts that the command reads, such as known standard input
 */
export function matchesOf(words: readonly string[], texts: readonly string[], programs: Programs): readonly Match[] {
  const [program = '', ...args] = words;
  const name = programs.nameOf(program);
  const tool = programs.tool(name) ?? noTool;
  if (isHarmless(args, tool)) return [];
  let doubtful: Match | undefined;
  const plain = once(() => [args.join(' '), ...texts].map(tokensOf));
  const sql = once(() => [...args, ...texts].map(sqlTokens));
  const said = (rule: Rule) => (rule.sql ? sql() : plain());
  for (const { rule, isTool } of programs.candidatesFor(name)) {
    const found = applies(rule, args, { said, tool: isTool === 'yes' ? tool : toolOf(rule, programs) });
    // Nothing is known about this command, so it would match every rule.
    if (found.certainty === 'no' || (isTool === 'maybe' && !found.evidence)) continue;
    const certainty = minCertainty(isTool, found.certainty) === 'yes' ? 'yes' : 'maybe';
    const shown = [name, ...found.words].map(readable).join(' ');
    if (certainty === 'yes') return doubtful ? [doubtful, { rule, certainty, shown }] : [{ rule, certainty, shown }];
    if (rule.decision !== 'allow') doubtful ??= { rule, certainty, shown };
  }
  return doubtful ? [doubtful] : [];
}

/** Returns the word on one line without control characters, at most 80 characters long. */
function readable(word: string): string {
  const known = word.replaceAll(unknownText, '…').replaceAll(unknownWords, '…').replaceAll(unknownName, '*');
  const plain = known.replace(/[\p{C}\p{Zl}\p{Zp}`]/gu, '');
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}

function toolOf(rule: Rule, programs: Programs): Tool {
  return rule.tools.map((name) => programs.tool(name)).find((tool) => tool !== undefined) ?? noTool;
}

interface Applied {
  readonly certainty: Certainty;
  /** At least one part of the match is certain. */
  readonly evidence: boolean;
  readonly words: readonly string[];
}

const never: Applied = { certainty: 'no', evidence: false, words: [] };

interface Given {
  readonly tool: Tool;
  readonly said: (rule: Rule) => readonly (readonly string[])[];
}

function applies(rule: Rule, args: readonly string[], { tool, said: texts }: Given): Applied {
  const options = rule.with?.filter((option) => hasOption(args, option, tool)) ?? [];
  if (rule.with && options.length === 0) return never;
  const said = rule.mentions?.filter((phrase) => texts(rule).some((tokens) => mentions(tokens, phrase))) ?? [];
  if (rule.mentions && said.length === 0) return never;

  let found: Path = { certainty: rule.words ? 'no' : 'yes', matched: [], next: 0, evidence: false };
  for (const sequence of rule.words ?? []) {
    const path = follow(sequence.split(' '), args, tool);
    if (rank(path) > rank(found)) found = path;
  }
  const rest = args.slice(found.next);
  const hits = rule.operands ? hitsOf(operandsOf(rest), rule.operands) : sure;
  if (hits.certainty === 'no') return never;
  const last = rest.findLast((word) => !isOption(word));
  if (rule.last && (last === undefined || matchAnyPattern(rule.last, last) !== 'yes')) return never;
  return {
    certainty: minCertainty(found.certainty, hits.certainty),
    evidence:
      found.evidence || options.length > 0 || said.length > 0 || hits.words.length > 0 || rule.last !== undefined,
    words: [...found.matched, ...options.slice(0, 1), ...hits.words.slice(0, 1), ...said.slice(0, 1)],
  };
}

interface Hits {
  readonly certainty: Certainty;
  readonly words: readonly string[];
}

const sure: Hits = { certainty: 'yes', words: [] };

function hitsOf(operands: readonly string[], patterns: readonly string[]): Hits {
  const words = operands.filter((word) => matchAnyPattern(patterns, word) === 'yes');
  if (words.length > 0) return { certainty: 'yes', words };
  const globs = operands.filter((word) => patterns.some((pattern) => globMayMatch(word, pattern)));
  return { certainty: globs.length > 0 ? 'maybe' : 'no', words: globs };
}

interface Path {
  readonly certainty: Certainty;
  readonly matched: readonly string[];
  /** Index of the first word after the match. */
  readonly next: number;
  /** At least one matched word is known. */
  readonly evidence: boolean;
}

const dead: Path = { certainty: 'no', matched: [], next: 0, evidence: false };

function rank({ certainty, evidence }: Path): number {
  return certainty === 'no' ? 0 : certainty === 'maybe' ? (evidence ? 2 : 1) : 3;
}

/** Matches a sequence of patterns against the words. Options and their values are skipped. */
function follow(patterns: readonly string[], args: readonly string[], tool: Tool): Path {
  const known = new Map<number, Path>();
  const from = (p: number, a: number): Path => {
    const key = p * (args.length + 1) + a;
    const before = known.get(key);
    if (before) return before;
    const path = step(p, a);
    known.set(key, path);
    return path;
  };
  const better = (one: Path, other: () => Path): Path => {
    if (rank(one) === 3) return one;
    const second = other();
    return rank(second) > rank(one) ? second : one;
  };
  const step = (p: number, a: number): Path => {
    const pattern = patterns[p];
    if (pattern === undefined) return { certainty: 'yes', matched: [], next: a, evidence: false };
    const word = args[a];
    if (word === undefined) return dead;
    if (word === '--') return from(p, a + 1);
    if (isOption(word)) {
      const { taken, certain } = valueBehind(args, a, tool);
      const direct = from(p, a + 1 + taken);
      return certain ? direct : better(direct, () => from(p, a + 2));
    }
    if (pattern === '**') return better(from(p + 1, a), () => from(p, a + 1));
    if (word === unknownWords) {
      // The mark represents any number of words: none, one or more.
      const none = from(p, a + 1);
      return better(none, () => maybe(better(from(p + 1, a + 1), () => from(p + 1, a))));
    }
    const fit = matchPattern(pattern, word);
    if (fit === 'no') return dead;
    const rest = from(p + 1, a + 1);
    if (rest.certainty === 'no') return dead;
    return {
      certainty: minCertainty(fit, rest.certainty),
      matched: [word, ...rest.matched],
      next: rest.next,
      evidence: rest.evidence || fit === 'yes',
    };
  };
  return from(0, 0);
}

function maybe(path: Path): Path {
  return path.certainty === 'no' ? path : { ...path, certainty: 'maybe', matched: [unknownWords, ...path.matched] };
}
