/** A real Chromium, driven through the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const found = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** Whether there is a browser on PATH. */
export const hasChromium = found !== undefined;

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** One page of a browser without a window. */
export class Chromium {
  /** Requests that pages made, and messages of their consoles. */
  readonly requests: string[] = [];
  readonly messages: string[] = [];
  private readonly child: ChildProcess;
  private readonly folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  private readonly waiting = new Map<
    number,
    { done: (result: Answer['result']) => void; failed: (e: Error) => void }
  >();
  private loaded: () => void = () => {};
  private session = '';
  private last = 0;

  private constructor() {
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-pipe',
      '--force-color-profile=srgb',
    ];
    this.child = spawn(found ?? '', [...flags, `--user-data-dir=${this.folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    // A browser that cannot start is an error, and nothing to wait for.
    this.child.on('error', () => this.end()).on('close', () => this.end());
    (this.child.stdio[3] as Writable).on('error', () => {});
    let rest = '';
    (this.child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.take(JSON.parse(part));
    });
  }

  static async start(): Promise<Chromium> {
    const browser = new Chromium();
    const { targetInfos } = await browser.send('Target.getTargets');
    const page = (targetInfos as readonly { readonly targetId: string; readonly type: string }[]).find(
      ({ type }) => type === 'page',
    );
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId: page?.targetId, flatten: true });
    browser.session = String(sessionId);
    for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await browser.send(`${domain}.enable`);
    return browser;
  }

  async open(file: string, options: { readonly dark?: boolean; readonly width?: number } = {}): Promise<void> {
    const { dark = false, width = 1280 } = options;
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await this.send('Emulation.setEmulatedMedia', { features });
    await this.send('Emulation.setDeviceMetricsOverride', { width, height: 860, deviceScaleFactor: 1, mobile: false });
    const loaded = new Promise<void>((done) => {
      this.loaded = done;
    });
    await this.send('Page.navigate', { url: `file://${file}` });
    await loaded;
    await this.settle();
  }

  /** Evaluates an expression in the page, and returns its value. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails).slice(0, 500));
    return (result as { readonly value: T }).value;
  }

  /** Waits until everything that was asked for is drawn. */
  settle(): Promise<unknown> {
    return this.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))');
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const text = key === 'Enter' ? { text: '\r' } : key.length === 1 ? { text: key } : {};
      await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text });
      await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    }
    await this.settle();
  }

  /** @returns a picture of the window */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot');
    return Buffer.from(String(data), 'base64');
  }

  /** @returns the page as a PDF */
  async print(): Promise<Buffer> {
    const { data } = await this.send('Page.printToPDF');
    return Buffer.from(String(data), 'base64');
  }

  async close(): Promise<void> {
    const ended = new Promise((done) => this.child.once('close', done));
    await this.send('Browser.close').catch(() => {});
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private send(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<NonNullable<Answer['result']>> {
    this.last += 1;
    const id = this.last;
    const session = this.session === '' || method.startsWith('Browser.') ? {} : { sessionId: this.session };
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((done, failed) => {
      this.waiting.set(id, { done: (result) => done(result ?? {}), failed });
    });
  }

  private end(): void {
    for (const { failed } of this.waiting.values()) failed(new Error(`${found} ended`));
    this.waiting.clear();
  }

  private take({ id, method, params, result, error }: Answer): void {
    if (id !== undefined) {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) waiting?.failed(new Error(error.message));
      else waiting?.done(result);
    } else if (method === 'Page.loadEventFired') this.loaded();
    else if (method === 'Network.requestWillBeSent') this.requests.push(JSON.stringify(params?.request).slice(0, 200));
    else if (
      method === 'Log.entryAdded' ||
      method === 'Runtime.exceptionThrown' ||
      method === 'Runtime.consoleAPICalled'
    )
      this.messages.push(JSON.stringify(params).slice(0, 500));
  }
}
