/**
 * The custom policy check: judges in a process of its own and prints what that says, whatever happens to it. Up to v0.45
 * Atlantis applies what it has no verdict on, so that a check which dies of a big plan would let it through.
 */
import { spawn } from 'node:child_process';

/** What has exit codes of its own, and what only prints help. */
const others = new Set(['--gate', '--supervised', '--doctor', '--help', '-h', '--version']);

export function isPolicyCheck(argv: readonly string[]): boolean {
  const name = argv.find((arg) => !arg.startsWith('-'));
  return name === 'atlantis' && !argv.some((arg) => others.has(arg.split('=', 1)[0] ?? ''));
}

const tenMinutes = 600_000;
const mostBytes = 1024 * 1024;

/** Prints a verdict to standard output and nothing to standard error. @returns always 0: Atlantis reads words */
export async function runPolicyCheck(args: readonly string[]): Promise<0> {
  // Node's own warnings would come before the verdict.
  process.removeAllListeners('warning');
  process.stderr.write = () => true;
  process.stdout.write(await verdictOf(args));
  return 0;
}

async function verdictOf(args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr, code } = await runFirebreak(args);
    if (isVerdict(stdout, code)) return stdout;
    return await notJudged(stderr.trim() || `the check ended without a verdict (${code ?? 'killed'})`);
  } catch (error) {
    return `FAIL - Firebreak could not judge this plan.\n\nFAIL - not-judged - ${String(error).replace(/\s+/g, ' ').slice(0, 200)}\n\nVerdict: FAIL, 1 failure\n`;
  }
}

/** What was cut off is none. */
function isVerdict(text: string, code: number | null): boolean {
  if (code === 0) return text.startsWith('PASS ') && text.endsWith('\nVerdict: PASS\n');
  return (code === 1 || code === 2) && text.startsWith('FAIL ') && /\nVerdict: FAIL, [1-9]\d* failures?\n$/.test(text);
}

async function notJudged(reason: string): Promise<string> {
  const [{ atlantis }, { errorReport }] = await Promise.all([
    import('../../report/atlantis.ts'),
    import('../../app/error-report.ts'),
  ]);
  return atlantis(errorReport('tfplan', [reason.replace(/^firebreak: /, '')]), {
    width: 100,
    colour: false,
    explainPass: false,
  });
}

interface QuickResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

function runFirebreak(args: readonly string[]): Promise<QuickResult> {
  return new Promise((done, failed) => {
    const [, program = ''] = process.argv;
    const child = spawn(process.execPath, [...process.execArgv, program, ...args, '--supervised'], {
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), tenMinutes);
    const read = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text: string) => {
        if (read[name].length < mostBytes) read[name] += text;
      });
    }
    child.on('error', failed);
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ ...read, code });
    });
  });
}
