/** Replaces secrets in texts: whole values, parts of longer texts, and values inside embedded JSON. */
import { mayBeSecretKey, minSecretLength } from './limits.ts';
import type { IsNeverSecret } from './never-secret.ts';
import type { Placeholders } from './placeholders.ts';
import { type Secrets, toSecrets } from './secrets.ts';

/** What a redaction needs to know about the plan. */
export interface RedactionInput {
  /** Texts to replace wherever they occur. */
  readonly hidden: ReadonlySet<string>;
  readonly isPublic: IsNeverSecret;
  /** Whether the text also occurs in clear in this plan, where it is not replaced. */
  readonly isClear: (text: string) => boolean;
  readonly placeholders: Placeholders;
}

/** Replaces secrets by placeholders in the scalars of one plan. Methods return the redacted scalar. */
export class Redaction {
  readonly #input: RedactionInput;
  readonly #replacements = new Map<string, string>();
  readonly #secrets: Secrets;

  constructor(input: RedactionInput) {
    this.#input = input;
    this.#secrets = toSecrets(input.hidden);
    // Multi-line texts first, because their lines get their placeholders with them.
    const texts = [...input.hidden].sort((a, b) => Number(b.includes('\n')) - Number(a.includes('\n')));
    for (const text of texts) if (!this.#replacements.has(text)) this.#register(text, this.#standIn(text));
  }

  string(text: string): string {
    const whole = this.#replacements.get(text);
    if (whole !== undefined) return whole;
    if (!this.#secrets.isIn(text)) return text;
    const replaced = this.#within(text);
    if (!this.#secrets.isIn(replaced)) return replaced;
    // The secret is encoded in the text, so the whole text is replaced. The placeholders of the secrets stay in it,
    // so that leaks are still detected.
    const inside = [...this.#input.hidden].filter((secret) => toSecrets(new Set([secret])).isIn(replaced));
    const standIns = inside.map((secret) => this.#replacements.get(secret) ?? '');
    return [...standIns, this.#input.placeholders.of(text)].join(' ');
  }

  /** Replaces secrets in the key of a map. */
  key(name: string): string {
    return mayBeSecretKey(name) ? this.string(name) : name;
  }

  /** Redacts a masked value. Only values on the never-secret list for this attribute are kept. */
  masked(attribute: string, value: string): string {
    if (value === '' || this.#input.isPublic(attribute, value)) return value;
    return this.#replacements.get(value) ?? this.#standIn(value);
  }

  maskedNumber(attribute: string, value: number): number {
    return this.#input.isPublic(attribute, value) ? value : this.#input.placeholders.ofNumber(value);
  }

  number(value: number): number {
    const text = String(value);
    if (this.#input.hidden.has(text)) return this.#input.placeholders.ofNumber(value);
    const replaced = Number(this.#within(text));
    return Number.isSafeInteger(replaced) ? replaced : value;
  }

  #register(text: string, standIn: string): void {
    this.#replacements.set(text, standIn);
    const [lines, others] = [text.split('\n'), standIn.split('\n')];
    if (lines.length !== others.length) return;
    lines.forEach((line, i) => {
      const key = line.trim();
      if (this.#input.hidden.has(key) && !this.#replacements.has(key))
        this.#replacements.set(key, others[i]?.trim() ?? '');
    });
  }

  #standIn(text: string): string {
    const { placeholders } = this.#input;
    // A number may occur as a string elsewhere and the other way round; both need the same placeholder.
    if (/^-?\d+(?:\.\d+)?$/.test(text) && String(Number(text)) === text)
      return String(placeholders.ofNumber(Number(text)));
    if (isJson(text)) return this.#json(text);
    const lines = text.split('\n');
    if (lines.length === 1) return placeholders.of(text);
    return lines.map((line) => line.replace(/\S.*\S/, (inner) => placeholders.of(inner))).join('\n');
  }

  /** Replaces the values of an embedded JSON document and keeps its structure, because policies read it. */
  #json(text: string): string {
    const { isPublic, isClear, placeholders } = this.#input;
    let key = '';
    return text.replace(
      /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g,
      (whole: string, literal: string | undefined, colon: string | undefined) => {
        if (literal === undefined) {
          const stays = whole.length < minSecretLength || isPublic(key, Number(whole));
          return stays ? whole : String(placeholders.ofNumber(Number(whole)));
        }
        const value: unknown = JSON.parse(literal);
        if (typeof value !== 'string') return whole;
        if (colon !== undefined) {
          key = value;
          return whole;
        }
        if (value.length < minSecretLength || isPublic(key, value) || isClear(value)) return whole;
        return JSON.stringify(placeholders.of(value));
      },
    );
  }

  /** Replaces in one pass, longest secret first, so that placeholders are not searched again. */
  #within(text: string): string {
    const present = [...this.#input.hidden].filter((secret) => text.includes(secret));
    if (present.length === 0) return text;
    const pattern = present
      .sort((a, b) => b.length - a.length)
      .map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|');
    return text.replace(new RegExp(pattern, 'g'), (secret) => this.#replacements.get(secret) ?? secret);
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
