/**
 * The custom policy check: judges in a child process and always prints a verdict, even if the child crashes. Up to
 * v0.45 Atlantis applies a plan without a verdict.
 */
import { spawn } from 'node:child_process';
import { isSea } from 'node:sea';

/** Modes with exit codes of their own, and options that only print help; also with one dash, which is a mistake: exit 2. */
const others = new Set(['--gate', '--supervised', '--doctor', '--help', '-h', '--version']);

/** Whether the command line is `firebreak atlantis` as a custom policy check. */
export function isPolicyCheck(argv: readonly string[]): boolean {
  const name = argv.find((arg) => !arg.startsWith('-'));
  return (
    name === 'atlantis' && !argv.some((arg) => others.has(arg.replace(/^-(?=[^-h])/, '--').split('=', 1)[0] ?? ''))
  );
}

const tenMinutes = 600_000;
const mostBytes = 1024 * 1024;

/**
 * Prints the verdict to standard output and nothing to standard error.
 * @param judge runs the command line with `--supervised`, by default in a child process
 * @returns always 0, because Atlantis reads the printed verdict
 */
export async function runPolicyCheck(args: readonly string[], judge = runFirebreak): Promise<0> {
  // Node prints warnings before the verdict otherwise.
  process.removeAllListeners('warning');
  process.stderr.write = () => true;
  process.stdout.write(await verdictOf([...args, '--supervised'], judge));
  return 0;
}

async function verdictOf(args: readonly string[], judge: typeof runFirebreak): Promise<string> {
  try {
    const { stdout, stderr, code } = await judge(args);
    if (isVerdict(stdout, code)) return stdout;
    return await notJudged(stderr.trim() || `the check ended without a verdict (${code ?? 'killed'})`);
  } catch (error) {
    return `FAIL - Firebreak could not judge this plan.\n\nFAIL - not-judged - ${String(error).replace(/\s+/g, ' ').slice(0, 200)}\n\nVerdict: FAIL, 1 failure\n`;
  }
}

/** Whether the output is complete and agrees with the exit code. */
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

/** Output and exit code of the judging process; `code` is null if it was killed. */
interface QuickResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

function runFirebreak(args: readonly string[]): Promise<QuickResult> {
  return new Promise((done, failed) => {
    // A single executable is its own program.
    const program = isSea() ? [] : process.argv.slice(1, 2);
    const child = spawn(process.execPath, [...process.execArgv, ...program, ...args], {
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
