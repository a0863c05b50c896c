/** Who made a change, and what shows that an agent took part. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { isBot, toActor } from '../../src/people/actor.ts';
import { isSame, keysOf } from '../../src/people/identity.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import type { ActorSource } from '../../src/source/actor.ts';

const { actors: known } = readBuiltinPolicies();
const signals = (source: ActorSource) => toActor(source, known)?.signals ?? [];

describe('what shows that an agent took part', () => {
  it.each<[string, ActorSource, string, string, string]>([
    ['an agent as author', { author: 'Claude[bot]' }, 'author', 'claude[bot]', 'Claude Code'],
    ['an agent whose login is no [bot]', { author: 'copilot' }, 'author', 'Copilot', 'GitHub Copilot'],
    ['a bot that nobody knows', { author: 'my-helper[bot]' }, 'author', 'my-helper[bot]', ''],
    ['a bot, as the platform says', { author: 'helper', authorType: 'bot' }, 'author', 'helper', ''],
    ['a bot without a name', { authorType: 'bot' }, 'author', 'a bot', ''],
    [
      'a commit by an agent',
      { commits: [{ authors: ['cursoragent@cursor.com'] }] },
      'commit',
      'cursoragent@cursor.com',
      'Cursor',
    ],
    [
      'a commit by an agent, by the login in its e-mail',
      { commits: [{ authors: ['Devin AI <1+devin-ai-integration[bot]@users.noreply.github.com>'] }] },
      'commit',
      'devin-ai-integration[bot]',
      'Devin',
    ],
    [
      'a co-author',
      { commits: [{ message: 'x\n\nCo-authored-by: Amp <amp@ampcode.com>' }] },
      'commit',
      'amp@ampcode.com',
      'Amp',
    ],
    [
      'a co-author by name',
      { commits: [{ message: 'co-authored-by:Claude <me@example.com>\r\n' }] },
      'commit',
      'Claude',
      'Claude Code',
    ],
    [
      'a co-author by model',
      { commits: [{ message: 'Co-Authored-By: Claude Opus 4.5 <x@y.z>' }] },
      'commit',
      'Claude Opus*',
      'Claude Code',
    ],
    ['a trailer', { commits: [{ message: 'x\n\nAssisted-by: Claude:opus' }] }, 'commit', 'Assisted-by', 'an agent'],
    [
      'words',
      { commits: [{ message: '🤖 Generated with [Claude Code](https://claude.com)' }] },
      'commit',
      'Generated with [Claude Code]',
      'Claude Code',
    ],
    ['a branch', { author: 'ada', branch: 'Codex/fix-it' }, 'branch', 'codex/', 'OpenAI Codex'],
    ['a label', { author: 'ada', labels: ['billing', 'AI-Assisted'] }, 'label', 'ai-assisted', 'an agent'],
    ['a variable', { environment: { CLAUDECODE: '1' } }, 'environment', 'CLAUDECODE', 'Claude Code'],
  ])('%s', (_, source, kind, value, agent) => {
    expect(signals(source)).toContainEqual({ kind, value, agent });
    expect(toActor(source, known)?.aiAssisted).toBe(true);
  });

  it.each<[string, ActorSource]>([
    ['a person', { author: 'ada', authorType: 'human', branch: 'feature/claude', labels: ['billing'] }],
    ['a person called Claude', { commits: [{ authors: ['Claude Monet <claude@example.com>'] }] }],
    ['a dependency bot', { author: 'dependabot[bot]', authorType: 'bot', branch: 'dependabot/terraform/aws-6' }],
    ['a dependency bot whose login is no [bot]', { author: 'renovate-bot', authorType: 'bot' }],
    ['a bot that formats commits of a person', { author: 'ada', commits: [{ authors: ['github-actions[bot]'] }] }],
    [
      'a variable that says no',
      { author: 'ada', environment: { CLAUDECODE: '0', CURSOR_AGENT: '', GEMINI_CLI: 'false' } },
    ],
    ['a trailer in the middle of a line', { commits: [{ message: 'Refuse Assisted-by: lines' }] }],
  ])('not %s', (_, source) => {
    expect(signals(source)).toEqual([]);
  });

  it('is not what the environment holds', () => {
    expect(JSON.stringify(signals({ environment: { AI_AGENT: 's3cret' } }))).not.toContain('s3cret');
  });

  it('a dependency bot helped by an agent', () => {
    const actor = toActor({ author: 'renovate[bot]', commits: [{ message: 'Generated with Claude Code' }] }, known);
    expect(actor).toMatchObject({ type: 'bot', aiAssisted: true, signals: [{ kind: 'commit' }] });
  });
});

describe('the actor', () => {
  it('is nobody where nothing is known', () => {
    expect(toActor({}, known)).toBeNull();
    expect(toActor({ labels: ['billing'], branch: 'main', environment: { HOME: '/' } }, known)).toBeNull();
  });

  it.each<[ActorSource, string]>([
    [{ author: 'ada' }, 'unknown'],
    [{ author: 'ada', authorType: 'human' }, 'human'],
    [{ author: 'dependabot[bot]' }, 'bot'],
    [{ author: 'Copilot', authorType: 'human' }, 'bot'],
  ])('%j is of type %s', (source, type) => {
    expect(toActor(source, known)?.type).toBe(type);
  });

  it('is everybody who wrote a part', () => {
    const message =
      'x\n\nCo-authored-by: Grace <grace@example.com>\nco-developed-by: tim@example.com\nReviewed-by: linus';
    expect(toActor({ author: 'ada', commits: [{ authors: ['ada', 'barbara'], message }] }, known)).toMatchObject({
      authors: ['ada', 'barbara'],
      coAuthors: ['Grace <grace@example.com>', 'tim@example.com'],
    });
  });
});

describe('identities', () => {
  it.each([
    ['ada', 'ADA', true],
    ['@ada', 'ada', true],
    ['Ada <ada@example.com>', 'ada@Example.com', true],
    ['12+ada@users.noreply.github.com', 'ada', true],
    ['ada@users.noreply.github.com', '12+Ada@users.noreply.github.com', true],
    ['ada', 'ada@example.com', false],
    ['SHA256:abc', 'SHA256:ABC', false],
    ['SHA256:abc', ' SHA256:abc', true],
    ['', '', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(isSame(a, b)).toBe(same);
    expect(isSame(b, a)).toBe(same);
  });

  it('goes by no key where it is empty', () => expect(keysOf('  ')).toEqual([]));

  it('knows bots by name', () => {
    expect(
      ['x[bot]', 'renovate-bot', 'copilot', '1+x[bot]@users.noreply.github.com'].map((name) => isBot(name, known)),
    ).not.toContain(false);
    expect(['ada', 'bot', 'botond'].map((name) => isBot(name, known))).not.toContain(true);
  });
});

describe('the known actors', () => {
  it('fit their schema', () => {
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../schemas/known-actors.schema.json'), 'utf8'),
    );
    const validate = new Ajv({ allErrors: true }).compile(schema);
    validate(known);
    expect(validate.errors).toBeNull();
  });

  it('are each on one list only, and each sign belongs to one agent', () => {
    const all = known.agents.flatMap(({ name, ...signs }) => Object.values(signs).flat());
    const logins = [...known.dependencyBots, ...known.agents.flatMap(({ logins = [] }) => logins)];
    expect(new Set(logins.map((login) => login.toLowerCase())).size).toBe(logins.length);
    expect(all.length).toBeGreaterThan(60);
    const variables = known.agents.flatMap(({ environment = [] }) => environment);
    expect(new Set(variables).size).toBe(variables.length);
  });
});
